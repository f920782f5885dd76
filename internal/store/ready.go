package store

import (
	"context"
)

const probeRoom = 64 << 10 // bytes that must be there before the store counts as having room again

// Ready writes and reads a little. After a write found no room it writes more,
// so that a store that is nearly full is not ready before there is room again.
func (s *Store) Ready(ctx context.Context) error {
	pad := []byte{}
	if s.full.Load() {
		pad = make([]byte, probeRoom)
	}
	err := s.Write(ctx, func(t *Tx) error { return t.probe(pad) })
	if err == nil && len(pad) > 0 {
		s.full.Store(false)
		err = s.Write(ctx, func(t *Tx) error { return t.probe([]byte{}) })
	}
	if err != nil {
		return err
	}
	return s.Read(ctx, func(t *Tx) error {
		return each(t, func(row scanner) error { _, err := scanBytes(row); return err }, `SELECT pad FROM probe`)
	})
}

func (t *Tx) probe(pad []byte) error {
	_, err := t.exec(`INSERT INTO probe (id, at, pad) VALUES (1, $1, $2)
		ON CONFLICT (id) DO UPDATE SET at = excluded.at, pad = excluded.pad`, micros(t.store.now()), pad)
	return err
}
