/* Stands between a process and its C library (LD_PRELOAD) and sees every call that changes a file in one
 * folder. Unarmed it does nothing. Armed, it counts these calls, and at the n-th one it kills the process,
 * fails, or writes less than was asked; and it can write each call with its data to a log, from which
 * disk.py makes the files that a power cut could have left. See shim.py for the meaning of the modes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NONE, KILL, TORN, FULL_ONCE, FULL, EIO_ONCE, EIO_ON, SHORT };
enum { WRITE, SYNC, TRUNCATE, CREATE, RENAME, LINK, UNLINK, MARK };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int armed, mode, log_fd = -1;
static long at, count;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

void durability_arm(const char *path, int what, long when, int log) {
    strncpy(folder, path, sizeof folder - 1);
    folder_length = strlen(folder);
    mode = what, at = when, log_fd = log, count = 0;
    armed = 1;
}
void durability_disarm(void) { armed = 0; }
long durability_count(void) { return count; }

static int inside(const char *path) {
    return armed && !strncmp(path, folder, folder_length) && (!path[folder_length] || path[folder_length] == '/');
}
static int inside_fd(int fd, char *path) {
    char link[64];
    if (!armed || fd < 0 || fd == log_fd) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return inside(path);
}
/* The path below a folder's descriptor, as the *at calls take it. */
static const char *below(int fd, const char *path, char *out) {
    if (*path == '/' || fd == AT_FDCWD) return path;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, out, PATH_MAX - 1);
    if (n <= 0) return path;
    snprintf(out + n, PATH_MAX - n, "/%s", path);
    return out;
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* What is to happen to this call: 0 nothing, an errno, or -1: write half of it. The lock is held. */
static int fate(int kind, int grows) {
    long number = ++count;
    if (number < at || mode == NONE) return 0;
    switch (mode) {
    case KILL: if (number == at) die(); return 0;
    case TORN: return number == at ? -1 : 0;
    case FULL_ONCE: return number == at ? ENOSPC : 0;
    case FULL: return grows ? ENOSPC : 0;
    case EIO_ONCE: return number == at ? EIO : 0;
    case EIO_ON: return EIO;
    default: return number == at && kind == WRITE ? -1 : 0;
    }
}

struct record { uint8_t kind; uint64_t inode, offset, length, first, second; } __attribute__((packed));
static void tell(int kind, uint64_t inode, uint64_t offset, const char *one, const char *two,
                 const void *data, uint64_t length) {
    if (log_fd < 0) return;
    struct record record = {kind, inode, offset, length, strlen(one), strlen(two)};
    struct iovec parts[] = {{&record, sizeof record}, {(void *)one, record.first},
                            {(void *)two, record.second}, {(void *)data, data ? length : 0}};
    int saved = errno;
    if (REAL(writev)(log_fd, parts, 4) < 0) abort();
    errno = saved;
}
void durability_mark(long step) {
    pthread_mutex_lock(&lock);
    tell(MARK, 0, step, "", "", NULL, 0);
    pthread_mutex_unlock(&lock);
}

static uint64_t inode_of(const char *path) {
    struct stat facts;
    return lstat(path, &facts) ? 0 : facts.st_ino;
}

/* ---- data ---- */
static ssize_t put(int fd, const char *path, const void *data, size_t size, off_t offset, int placed) {
    struct stat facts;
    fstat(fd, &facts);
    if (!placed) offset = fcntl(fd, F_GETFL) & O_APPEND ? facts.st_size : lseek(fd, 0, SEEK_CUR);
    pthread_mutex_lock(&lock);
    int grows = offset + (off_t)size > facts.st_size, error = fate(WRITE, grows);
    size_t some = size;
    if (error == -1) some = size > 1 ? size / 2 : size;
    else if (error == ENOSPC && mode == FULL && count == at && size > 1) some = size / 2, error = 0; /* the last room */
    else if (error == ENOSPC && mode == FULL) some = facts.st_size > offset ? facts.st_size - offset : 0, error = some ? 0 : error;
    ssize_t done = -1;
    if (error > 0) errno = error;
    else done = placed ? REAL(pwrite)(fd, data, some, offset) : REAL(write)(fd, data, some);
    if (error == -1 && mode == TORN) die();
    if (done > 0) tell(WRITE, facts.st_ino, offset, path, "", data, done);
    pthread_mutex_unlock(&lock);
    return done;
}
ssize_t write(int fd, const void *data, size_t size) {
    char path[PATH_MAX];
    return inside_fd(fd, path) ? put(fd, path, data, size, 0, 0) : REAL(write)(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    char path[PATH_MAX];
    return inside_fd(fd, path) ? put(fd, path, data, size, offset, 1) : REAL(pwrite)(fd, data, size, offset);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) { return pwrite(fd, data, size, offset); }
ssize_t writev(int fd, const struct iovec *parts, int number) {
    char path[PATH_MAX];
    if (!inside_fd(fd, path)) return REAL(writev)(fd, parts, number);
    size_t size = 0, filled = 0;
    for (int part = 0; part < number; part++) size += parts[part].iov_len;
    char *all = malloc(size + 1);
    for (int part = 0; part < number; filled += parts[part++].iov_len)
        memcpy(all + filled, parts[part].iov_base, parts[part].iov_len);
    ssize_t done = put(fd, path, all, size, 0, 0);
    free(all);
    return done;
}
/* Copies inside the kernel: refused here, and callers fall back to read and write. */
ssize_t sendfile(int out, int in, off_t *offset, size_t size) {
    char path[PATH_MAX];
    if (inside_fd(out, path)) return errno = ENOTSOCK, -1;
    return REAL(sendfile)(out, in, offset, size);
}
ssize_t sendfile64(int out, int in, off64_t *offset, size_t size) { return sendfile(out, in, offset, size); }
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t size, unsigned flags) {
    char path[PATH_MAX];
    if (inside_fd(out, path)) return errno = EXDEV, -1;
    return REAL(copy_file_range)(in, from, out, to, size, flags);
}

/* ---- everything else: one call, one record ---- */
#define STEP(kind, grows, inode, offset, one, two, call)                            \
    ({                                                                              \
        pthread_mutex_lock(&lock);                                                  \
        int error = fate(kind, grows);                                              \
        __typeof__(call) done = (__typeof__(call))-1;                               \
        uint64_t node = inode;                                                      \
        if (error > 0) errno = error;                                               \
        else done = call;                                                           \
        if (error == -1 && mode == TORN) die();                                     \
        if (done != (__typeof__(call))-1) tell(kind, node ? node : inode_of(one), offset, one, two, NULL, 0); \
        pthread_mutex_unlock(&lock);                                                \
        done;                                                                       \
    })

static uint64_t inode_fd(int fd) {
    struct stat facts;
    return fstat(fd, &facts) ? 0 : facts.st_ino;
}
int fsync(int fd) {
    char path[PATH_MAX];
    return inside_fd(fd, path) ? STEP(SYNC, 0, inode_fd(fd), 0, path, "", REAL(fsync)(fd)) : REAL(fsync)(fd);
}
int fdatasync(int fd) {
    char path[PATH_MAX];
    return inside_fd(fd, path) ? STEP(SYNC, 0, inode_fd(fd), 0, path, "", REAL(fdatasync)(fd)) : REAL(fdatasync)(fd);
}
int ftruncate(int fd, off_t size) {
    char path[PATH_MAX];
    struct stat facts;
    if (!inside_fd(fd, path) || fstat(fd, &facts)) return REAL(ftruncate)(fd, size);
    return STEP(TRUNCATE, size > facts.st_size, facts.st_ino, size, path, "", REAL(ftruncate)(fd, size));
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

static int makes(const char *path, int flags) {
    struct stat facts;
    return inside(path) && (flags & O_CREAT) && lstat(path, &facts);
}
static int empties(const char *path, int flags) {
    struct stat facts;
    return inside(path) && (flags & O_TRUNC) && !lstat(path, &facts) && facts.st_size;
}
#define OPEN(path, flags, call)                                                      \
    (makes(path, flags) ? STEP(CREATE, 1, 0, 0, path, "", call)                      \
     : empties(path, flags) ? STEP(TRUNCATE, 0, 0, 0, path, "", call) : call)
#define RIGHTS(flags) va_list rest; va_start(rest, flags); mode_t rights = va_arg(rest, int); va_end(rest)
int open(const char *path, int flags, ...) {
    RIGHTS(flags);
    return OPEN(path, flags, REAL(open)(path, flags, rights));
}
int open64(const char *path, int flags, ...) {
    RIGHTS(flags);
    return OPEN(path, flags, REAL(open64)(path, flags, rights));
}
int openat(int fd, const char *name, int flags, ...) {
    RIGHTS(flags);
    char room[PATH_MAX];
    const char *path = below(fd, name, room);
    return OPEN(path, flags, REAL(openat)(fd, name, flags, rights));
}
int openat64(int fd, const char *name, int flags, ...) {
    RIGHTS(flags);
    return openat(fd, name, flags, rights);
}
static int flags_of(const char *how) { return *how == 'w' ? O_CREAT | O_TRUNC : *how == 'a' ? O_CREAT : 0; }
#define FOPEN(name)                                                                  \
    FILE *name(const char *path, const char *how) {                                  \
        FILE *file = NULL;                                                           \
        long done = OPEN(path, flags_of(how), ((file = REAL(name)(path, how)) ? 0L : -1L)); \
        (void)done;                                                                  \
        return file;                                                                 \
    }
FOPEN(fopen)
FOPEN(fopen64)

int unlink(const char *path) {
    uint64_t inode = inside(path) ? inode_of(path) : 0;
    return inode ? STEP(UNLINK, 0, inode, 0, path, "", REAL(unlink)(path)) : REAL(unlink)(path);
}
int unlinkat(int fd, const char *name, int flags) {
    char room[PATH_MAX];
    const char *path = below(fd, name, room);
    uint64_t inode = inside(path) && !(flags & AT_REMOVEDIR) ? inode_of(path) : 0;
    return inode ? STEP(UNLINK, 0, inode, 0, path, "", REAL(unlinkat)(fd, name, flags)) : REAL(unlinkat)(fd, name, flags);
}
int rename(const char *from, const char *to) {
    return inside(to) ? STEP(RENAME, 0, inode_of(from), 0, from, to, REAL(rename)(from, to)) : REAL(rename)(from, to);
}
int renameat(int a, const char *from, int b, const char *to) {
    char one[PATH_MAX], two[PATH_MAX];
    const char *old = below(a, from, one), *new = below(b, to, two);
    return inside(new) ? STEP(RENAME, 0, inode_of(old), 0, old, new, REAL(renameat)(a, from, b, to)) : REAL(renameat)(a, from, b, to);
}
int link(const char *from, const char *to) {
    return inside(to) ? STEP(LINK, 1, inode_of(from), 0, from, to, REAL(link)(from, to)) : REAL(link)(from, to);
}
int linkat(int a, const char *from, int b, const char *to, int flags) {
    char one[PATH_MAX], two[PATH_MAX];
    const char *old = below(a, from, one), *new = below(b, to, two);
    return inside(new) ? STEP(LINK, 1, inode_of(old), 0, old, new, REAL(linkat)(a, from, b, to, flags)) : REAL(linkat)(a, from, b, to, flags);
}
