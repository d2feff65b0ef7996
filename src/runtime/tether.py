"""Become a program that ends with its parent: ``python tether.py SIGNAL PARENT UID GID PROGRAM ARGUMENT…``.

A script of its own, started by path: code between fork and exec is not safe in a parent that has threads.
UID and GID are -1 to stay who we are. The kernel forgets the signal when the user changes, so the order matters.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def drop(uid: int, gid: int) -> None:
    """Become this user for good, in none of root's groups."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def tie(signal_number: int, parent: int) -> None:
    """Ask the kernel (Linux only) for the signal when the parent ends, even killed; leave if it already has."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:
            sys.exit(1)


if __name__ == "__main__":
    death_signal, parent_pid, user, group = map(int, sys.argv[1:5])
    if user >= 0:
        drop(user, group)
    tie(death_signal, parent_pid)
    os.execv(sys.argv[5], sys.argv[5:])  # noqa: S606 - our parent chose the program
