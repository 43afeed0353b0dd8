"""A small file system of its own for the data of one broker, so that it can be full.

It is a tmpfs: filled by making it as small as what is in it, which costs no memory. Mounting takes root;
where it cannot be done the fault is left out, with a word.
"""
import os
import subprocess

SIZE_BYTES, SPARE_BYTES = 4 << 30, 64 << 10


class Disk:
    def __init__(self, folder):
        self.folder, self.mounted = folder, False

    def mount(self, *options):
        options = ",".join(options)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        return done.returncode == 0

    def open(self):
        self.folder.mkdir(parents=True)
        self.mounted = os.geteuid() == 0 and self.mount(f"size={SIZE_BYTES}")

    def fill(self):
        stands = os.statvfs(self.folder)
        used = (stands.f_blocks - stands.f_bfree) * stands.f_frsize
        if not self.mount("remount", f"size={used + SPARE_BYTES}"):
            raise RuntimeError("the small disk could not be filled")

    def free(self):
        if not self.mount("remount", f"size={SIZE_BYTES}"):
            raise RuntimeError("the small disk could not be freed")

    def close(self):
        if self.mounted:
            subprocess.run(["umount", "-l", self.folder], check=False)
            self.mounted = False
