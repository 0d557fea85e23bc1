/*
 * wanlink: a long-distance network link between two network namespaces, for tests and benchmarks.
 *
 * Opens one TUN device in each namespace and carries packets between them after a delay, at a
 * bounded rate, with a chosen share of them lost. Real kernel TCP runs on both sides, so windows,
 * socket buffers and congestion control behave as they do over a real line.
 *
 *   wanlink NS_A NS_B DELAY_MS RATE_MBIT LOSS_FILE
 *
 * DELAY_MS is one way (round trip = 2 x DELAY_MS). RATE_MBIT 0 is unlimited. LOSS_FILE holds a percentage. Runs until SIGTERM.
 * SIGUSR1 cuts the line (every packet is dropped), SIGUSR2 mends it. SIGHUP reads LOSS_FILE again. SIGALRM forgets every TCP
 * connection that exists now: its packets are dropped in both directions from then on, and those of new connections are not.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define MTU_MAX 9216
#define SLOTS 32768 /* power of two; packets in flight in one direction */

struct packet { uint64_t due_ns; uint32_t size; unsigned char data[MTU_MAX]; };

struct direction {
    int from, to;
    struct packet *ring;
    _Atomic uint64_t head, tail; /* head: next to write, tail: next to deliver */
    uint64_t line_free_ns;       /* when the last bit queued leaves the sender */
    unsigned seed;
};

static uint64_t delay_ns;
static double ns_per_byte;
static atomic_uint loss_ppm;
static atomic_int cut;

/* Connections by a hash of their ports, the same in both directions: seen to begin since the last SIGALRM. */
static atomic_uchar known[65536];
static atomic_int forgetful;

/* Whether this packet belongs to a connection that was forgotten. */
static int is_forgotten(const unsigned char *packet, ssize_t size) {
    if (size < 40 || packet[0] >> 4 != 4 || packet[9] != 6) return 0;
    const unsigned char *tcp = packet + (packet[0] & 15) * 4;
    if (tcp + 14 > packet + size) return 0;
    unsigned a = tcp[0] << 8 | tcp[1], b = tcp[2] << 8 | tcp[3];
    unsigned hash = ((a ^ b) * 31 + a + b) & 65535;
    if ((tcp[13] & 0x12) == 0x02) atomic_store(&known[hash], 1);
    return atomic_load(&forgetful) && !atomic_load(&known[hash]);
}

static void read_loss(const char *path) {
    double percent = 0;
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%lf", &percent) != 1) fprintf(stderr, "no percentage in %s\n", path);
    if (file) fclose(file);
    atomic_store(&loss_ppm, (unsigned) (percent * 1e4));
}

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t) t.tv_sec * 1000000000ull + (uint64_t) t.tv_nsec;
}

static int open_tun(const char *namespace, const char *device) {
    char path[256];
    snprintf(path, sizeof path, "/var/run/netns/%s", namespace);
    int home = open("/proc/self/ns/net", O_RDONLY), ns = open(path, O_RDONLY);
    if (home < 0 || ns < 0 || setns(ns, CLONE_NEWNET) != 0) { perror(path); exit(2); }
    int fd = open("/dev/net/tun", O_RDWR);
    struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
    strncpy(request.ifr_name, device, IFNAMSIZ - 1);
    if (fd < 0 || ioctl(fd, TUNSETIFF, &request) != 0) { perror("tun"); exit(2); }
    if (setns(home, CLONE_NEWNET) != 0) { perror("setns"); exit(2); }
    close(home);
    close(ns);
    return fd;
}

static void *receive(void *argument) {
    struct direction *d = argument;
    for (;;) {
        uint64_t head = atomic_load(&d->head);
        struct packet *p = &d->ring[head % SLOTS];
        if (head - atomic_load(&d->tail) >= SLOTS) { /* line full: drop at the tail, as a router does */
            unsigned char scrap[MTU_MAX];
            if (read(d->from, scrap, sizeof scrap) < 0 && errno != EINTR) return NULL;
            continue;
        }
        ssize_t n = read(d->from, p->data, MTU_MAX);
        if (n < 0) { if (errno == EINTR) continue; return NULL; }
        unsigned chance = atomic_load(&loss_ppm);
        if (is_forgotten(p->data, n) || atomic_load(&cut)) continue;
        if (chance > 0 && (double) rand_r(&d->seed) / RAND_MAX * 1e6 < chance) continue;
        uint64_t now = now_ns();
        if (d->line_free_ns < now) d->line_free_ns = now;
        d->line_free_ns += (uint64_t) (ns_per_byte * (double) n);
        p->due_ns = d->line_free_ns + delay_ns;
        p->size = (uint32_t) n;
        atomic_store(&d->head, head + 1);
    }
}

static void *deliver(void *argument) {
    struct direction *d = argument;
    for (;;) {
        uint64_t tail = atomic_load(&d->tail);
        if (tail == atomic_load(&d->head)) { usleep(100); continue; }
        struct packet *p = &d->ring[tail % SLOTS];
        uint64_t now = now_ns();
        if (p->due_ns > now) {
            struct timespec wait = {0, (long) (p->due_ns - now < 1000000 ? p->due_ns - now : 1000000)};
            nanosleep(&wait, NULL);
            continue;
        }
        if (!atomic_load(&cut) && write(d->to, p->data, p->size) < 0 && errno == EBADF) return NULL;
        atomic_store(&d->tail, tail + 1);
    }
}

/* Carries out signals, one at a time; returns only on an error. */
static void obey(const sigset_t *signals, const char *loss_file) {
    int signal;
    while (sigwait(signals, &signal) == 0) {
        if (signal == SIGUSR1) atomic_store(&cut, 1);
        if (signal == SIGUSR2) atomic_store(&cut, 0);
        if (signal == SIGHUP) read_loss(loss_file);
        if (signal == SIGALRM) {
            for (int i = 0; i < 65536; i++) atomic_store(&known[i], 0);
            atomic_store(&forgetful, 1);
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 6) { fprintf(stderr, "usage: wanlink NS_A NS_B DELAY_MS RATE_MBIT LOSS_FILE\n"); return 2; }
    delay_ns = (uint64_t) (atof(argv[3]) * 1e6);
    ns_per_byte = atof(argv[4]) > 0 ? 8000.0 / atof(argv[4]) : 0;
    read_loss(argv[5]);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    sigaddset(&signals, SIGUSR2);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGALRM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    int a = open_tun(argv[1], "wan0"), b = open_tun(argv[2], "wan0");
    struct direction way[2] = {{.from = a, .to = b, .seed = 1}, {.from = b, .to = a, .seed = 2}};
    pthread_t threads[4];
    for (int i = 0; i < 2; i++) {
        way[i].ring = malloc(sizeof(struct packet) * SLOTS);
        if (!way[i].ring) { perror("malloc"); return 2; }
        pthread_create(&threads[2 * i], NULL, receive, &way[i]);
        pthread_create(&threads[2 * i + 1], NULL, deliver, &way[i]);
    }
    printf("wanlink up\n");
    fflush(stdout);
    obey(&signals, argv[5]);
    return 1;
}
