/* Faults at the storage calls of one folder, for the fault laboratory.

   Preloaded before libc (LD_PRELOAD), it counts the calls that change what is on disk
   below one folder, and at the k-th does what it was armed to do. Nothing happens until
   shim_arm is called; calls on other paths pass through untouched.

   It can also write every call down, with its bytes, so that a power cut can be
   simulated afterwards (power_cut.py reads the record). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE = 2, SYNC = 4, TRUNCATE = 8, UNLINK = 16, RENAME = 32, MKDIR = 64,
       LINK = 128, RMDIR = 256, READ = 512, SAID = 1024 };
enum { OFF, NOTHING, KILL, TEAR, FAIL, SIGNAL };   /* NOTHING only counts */

#define FILES 1024
static char root[PATH_MAX];
static size_t root_length;
static char names[FILES][512];     /* path of each open file below the folder, else "" */
static int fault, fault_value, fault_lasts, mask;
static long fault_at, calls;
static int record_fd = -1;

#define REAL(name) ({ static __typeof__(&name) found; \
    found = found ? found : (__typeof__(&name)) dlsym(RTLD_NEXT, #name); found; })

/* ---- what Python asks for ---- */

void shim_watch(const char *folder) {
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    memset(names, 0, sizeof names);
}

void shim_arm(int what, int value, int lasts, int which, long at) {
    fault = what; fault_value = value; fault_lasts = lasts; mask = which; fault_at = at; calls = 0;
}

long shim_count(void) { return calls; }

void shim_record(const char *path) {
    record_fd = REAL(open64)(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
}

/* ---- paths ---- */

/* Write the absolute path to `full`; return it below the folder, or NULL. */
static const char *below(int dirfd, const char *path, char *full) {
    if (!root_length || !path) return NULL;
    if (path[0] == '/') snprintf(full, PATH_MAX, "%s", path);
    else {
        char folder[PATH_MAX];
        if (dirfd == AT_FDCWD) { if (!getcwd(folder, sizeof folder)) return NULL; }
        else {
            char link_[64];
            snprintf(link_, sizeof link_, "/proc/self/fd/%d", dirfd);
            ssize_t got = readlink(link_, folder, sizeof folder - 1);
            if (got < 0) return NULL;
            folder[got] = 0;
        }
        if (snprintf(full, PATH_MAX, "%s/%s", folder, path) >= PATH_MAX) return NULL;
    }
    if (strncmp(full, root, root_length)) return NULL;
    if (!full[root_length]) return ".";
    return full[root_length] == '/' ? full + root_length + 1 : NULL;
}

static const char *name_of(int fd) {
    return fd >= 0 && fd < FILES && names[fd][0] ? names[fd] : NULL;
}

static void remember(int fd, const char *name) {
    if (fd >= 0 && fd < FILES) snprintf(names[fd], sizeof names[fd], "%s", name ? name : "");
}

/* ---- the record: op, inode, offset, lengths of two names and of the bytes; these ---- */

static uint64_t inode_of(int fd) {
    struct stat about;
    return fstat(fd, &about) ? 0 : about.st_ino;
}

static void put(const void *bytes, size_t length) {
    while (length) {
        ssize_t done = REAL(write)(record_fd, bytes, length);
        if (done <= 0) return;
        bytes = (const char *) bytes + done; length -= done;
    }
}

static void note(int op, uint64_t inode, int64_t offset, const char *first, const char *second,
                 const void *bytes, size_t length) {
    if (record_fd < 0) return;
    int kept = errno;
    struct { uint32_t op, first, second, length; uint64_t inode; int64_t offset; } head = {
        op, first ? strlen(first) : 0, second ? strlen(second) : 0, length, inode, offset };
    put(&head, sizeof head);
    if (first) put(first, head.first);
    if (second) put(second, head.second);
    put(bytes, length);
    errno = kept;
}

/* ---- the fault ---- */

/* Count a call; return whether it must fail, with errno set. -1 asks for half a write. */
static int due(int op) {
    if (fault == OFF || !(op & mask)) return 0;
    calls++;
    if (calls != fault_at && !(fault_lasts && calls > fault_at)) return 0;
    if (fault == KILL) kill(getpid(), SIGKILL);
    if (fault == SIGNAL) { raise(fault_value); return 0; }
    if (fault == TEAR) return -1;
    if (fault == FAIL) { errno = fault_value; return 1; }
    return 0;
}

/* ---- the calls ---- */

static int opened(int dirfd, const char *path, int flags, mode_t mode) {
    char full[PATH_MAX];
    const char *name = below(dirfd, path, full);
    if (!name) {
        int fd = REAL(openat64)(dirfd, path, flags, mode);
        remember(fd, NULL);
        return fd;
    }
    int changes = flags & (O_CREAT | O_TRUNC);
    int writes = changes || (flags & O_ACCMODE) != O_RDONLY;
    if (writes && due(OPEN) == 1) return -1;
    struct stat about;
    int there = changes && !stat(full, &about);
    int fd = REAL(openat64)(dirfd, path, flags, mode);
    remember(fd, fd < 0 ? NULL : name);
    if (fd >= 0 && changes && !there) note(OPEN, inode_of(fd), 0, name, NULL, NULL, 0);
    if (fd >= 0 && there && (flags & O_TRUNC)) note(TRUNCATE, inode_of(fd), 0, name, NULL, NULL, 0);
    return fd;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { \
    va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int d, const char *path, int flags, ...) { MODE return opened(d, path, flags, mode); }
int openat64(int d, const char *path, int flags, ...) { MODE return opened(d, path, flags, mode); }

int close(int fd) { remember(fd, NULL); return REAL(close)(fd); }

static ssize_t written(int fd, const void *bytes, size_t length, off64_t at, int placed) {
    const char *name = name_of(fd);
    if (!name) {
        if (fd == 1 && length) note(SAID, 0, 0, NULL, NULL, NULL, 0);
        return placed ? REAL(pwrite64)(fd, bytes, length, at) : REAL(write)(fd, bytes, length);
    }
    int now = due(WRITE);
    if (now == 1) return -1;
    if (now == -1) length /= 2;
    off64_t start = placed ? at : lseek64(fd, 0, SEEK_CUR);
    ssize_t done = placed ? REAL(pwrite64)(fd, bytes, length, at) : REAL(write)(fd, bytes, length);
    if (now == -1) kill(getpid(), SIGKILL);
    if (done > 0) note(WRITE, inode_of(fd), start, name, NULL, bytes, done);
    return done;
}

ssize_t write(int fd, const void *b, size_t n) { return written(fd, b, n, 0, 0); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t at) { return written(fd, b, n, at, 1); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t at) { return written(fd, b, n, at, 1); }

/* A copy inside the kernel has no bytes to write down: the caller falls back to write. */
ssize_t sendfile64(int out, int in, off64_t *at, size_t n) {
    if (name_of(out)) { errno = EINVAL; return -1; }
    return REAL(sendfile64)(out, in, at, n);
}
ssize_t sendfile(int out, int in, off_t *at, size_t n) { return sendfile64(out, in, at, n); }
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t n, unsigned flags) {
    if (name_of(out)) { errno = EINVAL; return -1; }
    return REAL(copy_file_range)(in, from, out, to, n, flags);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!name_of(fd)) return REAL(writev)(fd, parts, count);
    return count ? written(fd, parts[0].iov_base, parts[0].iov_len, 0, 0) : 0;
}

ssize_t pread64(int fd, void *b, size_t n, off64_t at) {
    if (name_of(fd) && due(READ) == 1) return -1;
    return REAL(pread64)(fd, b, n, at);
}
ssize_t pread(int fd, void *b, size_t n, off_t at) { return pread64(fd, b, n, at); }
ssize_t read(int fd, void *b, size_t n) {
    if (name_of(fd) && due(READ) == 1) return -1;
    return REAL(read)(fd, b, n);
}

static int synced(int fd, int whole) {
    const char *name = name_of(fd);
    if (name && due(SYNC) == 1) return -1;
    int done = whole ? REAL(fsync)(fd) : REAL(fdatasync)(fd);
    if (name && !done) note(SYNC, inode_of(fd), 0, name, NULL, NULL, 0);
    return done;
}
int fsync(int fd) { return synced(fd, 1); }
int fdatasync(int fd) { return synced(fd, 0); }

int ftruncate64(int fd, off64_t length) {
    const char *name = name_of(fd);
    if (name && due(TRUNCATE) == 1) return -1;
    int done = REAL(ftruncate64)(fd, length);
    if (name && !done) note(TRUNCATE, inode_of(fd), length, name, NULL, NULL, 0);
    return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int unlinkat(int d, const char *path, int flags) {
    char full[PATH_MAX];
    const char *name = below(d, path, full);
    int op = flags & AT_REMOVEDIR ? RMDIR : UNLINK;
    if (name && due(op) == 1) return -1;
    int done = REAL(unlinkat)(d, path, flags);
    if (name && !done) note(op, 0, 0, name, NULL, NULL, 0);
    return done;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int renameat2(int d, const char *path, int e, const char *other, unsigned flags) {
    char full[PATH_MAX], full_other[PATH_MAX];
    const char *name = below(d, path, full), *to = below(e, other, full_other);
    if ((name || to) && due(RENAME) == 1) return -1;
    int done = REAL(renameat2)(d, path, e, other, flags);
    if ((name || to) && !done) note(RENAME, 0, 0, name, to, NULL, 0);
    return done;
}
int renameat(int d, const char *p, int e, const char *o) { return renameat2(d, p, e, o, 0); }
int rename(const char *p, const char *o) { return renameat2(AT_FDCWD, p, AT_FDCWD, o, 0); }

int linkat(int d, const char *path, int e, const char *other, int flags) {
    char full[PATH_MAX], full_other[PATH_MAX];
    const char *name = below(d, path, full), *to = below(e, other, full_other);
    if ((name || to) && due(LINK) == 1) return -1;
    int done = REAL(linkat)(d, path, e, other, flags);
    if ((name || to) && !done) note(LINK, 0, 0, name, to, NULL, 0);
    return done;
}
int link(const char *p, const char *o) { return linkat(AT_FDCWD, p, AT_FDCWD, o, 0); }

int mkdirat(int d, const char *path, mode_t mode) {
    char full[PATH_MAX];
    const char *name = below(d, path, full);
    if (name && due(MKDIR) == 1) return -1;
    int done = REAL(mkdirat)(d, path, mode);
    if (name && !done) note(MKDIR, 0, 0, name, NULL, NULL, 0);
    return done;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }
