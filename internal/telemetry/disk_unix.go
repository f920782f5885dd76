//go:build darwin || freebsd || linux

package telemetry

import "syscall"

// freeBytes is how much can yet be written where a path is.
func freeBytes(path string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, err
	}
	return uint64(max(0, int64(s.Bavail))) * uint64(s.Bsize), nil
}
