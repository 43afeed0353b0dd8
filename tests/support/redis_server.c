#include "redis_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void give_up(const char *why)
{
    const char *wanted = getenv("STANCEWIRE_REQUIRE");
    bool required =
        wanted != NULL && (strstr(wanted, "redis") != NULL || strstr(wanted, "all") != NULL);
    fprintf(stderr, "%s: redis: %s\n", required ? "FAILED" : "SKIPPED", why);
    exit(required ? 1 : 77);
}

static int free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0) {
        give_up("no free port");
    }
    close(fd);
    return ntohs(address.sin_port);
}

static void wait_ready(struct redis_server *server)
{
    const struct timespec pause = {0, 20 * 1000000};
    struct redis *redis = redis_new(&server->url, 500);
    for (int i = 0; i < 1500; i++) {
        if (redis_connect(redis, NULL) == REDIS_OK_RESULT) {
            redis_free(redis);
            return;
        }
        if (waitpid(server->pid, NULL, WNOHANG) == server->pid) {
            give_up("redis-server is not installed, or does not start");
        }
        nanosleep(&pause, NULL);
    }
    give_up("redis-server does not answer");
}

void redis_server_restart(struct redis_server *server)
{
    char port[16];
    snprintf(port, sizeof port, "%d", server->port);
    server->pid = fork();
    if (server->pid == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 1);
        execlp("redis-server", "redis-server", "--port", port, "--bind", "127.0.0.1", "--dir",
               server->directory, "--save", "", "--appendonly", "yes", (char *)NULL);
        _exit(127);
    }
    wait_ready(server);
}

void redis_server_start(struct redis_server *server)
{
    *server = (struct redis_server){.port = free_port()};
    snprintf(server->directory, sizeof server->directory, "/tmp/stancewire-redis-XXXXXX");
    if (mkdtemp(server->directory) == NULL) {
        give_up("no temporary folder");
    }
    snprintf(server->url.host, sizeof server->url.host, "127.0.0.1");
    server->url.port = server->port;
    redis_server_restart(server);
}

void redis_server_kill(struct redis_server *server)
{
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
}

void redis_server_clear(struct redis_server *server)
{
    char command[128];
    redis_server_kill(server);
    snprintf(command, sizeof command, "rm -rf '%s'", server->directory);
    if (system(command) != 0) {
        fprintf(stderr, "left behind: %s\n", server->directory);
    }
}
