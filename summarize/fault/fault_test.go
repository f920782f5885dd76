package fault_test

import (
	"testing"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestKindOfCodes(t *testing.T) {
	kinds := map[fault.Kind][]fault.Code{
		fault.KindInternal:    {"", fault.Internal, fault.WriteFailed},
		fault.KindInput:       {fault.EmptyInput, fault.BadConfig, fault.NotFound, fault.VersionConflict, fault.TextDeleted, fault.Invalid, fault.KeyReused},
		fault.KindModel:       {fault.ModelTimeout, fault.ReplayMiss},
		fault.KindPolicy:      {fault.OverBudget, fault.Unauthorized, fault.Forbidden},
		fault.KindInterrupted: {fault.Interrupted},
		fault.KindStore:       {fault.StoreUnavailable, fault.StoreFull, fault.StoreDamaged, fault.StoreNewer},
		fault.KindService:     {fault.RateLimited, fault.Busy, fault.Draining},
	}
	for kind, codes := range kinds {
		for _, code := range codes {
			if code.Kind() != kind {
				t.Errorf("%q is of kind %d, want %d", code, code.Kind(), kind)
			}
		}
	}
}
