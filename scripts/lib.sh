# Shared by the scripts: messages, packages, builds. Sourced with the project's folder as $root.

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else bold='' plain=''; fi
say() { printf '%s== %s%s\n' "$bold" "$*" "$plain"; }
fail() { echo "$(basename "$0"): $*" >&2; exit 1; }

# The packages that the programs and their tests need, by what they are for (Debian, Ubuntu).
packages_build="build-essential cmake ninja-build pkg-config librdkafka-dev libjansson-dev libhiredis-dev libcmocka-dev"
packages_redis="redis-server kcat"
packages_schema="python3 python3-jsonschema python3-yaml"
packages_valgrind="valgrind"
packages_fuzz="clang $(apt-cache show libclang-rt-14-dev > /dev/null 2>&1 && echo libclang-rt-14-dev || echo libclang-rt-dev)"
packages_browser="chromium"
packages_chaos="python3-confluent-kafka python3-redis"
packages_kafka="ca-certificates openssl"
# Java and Maven from wherever they are; Debian's where they are not.
command -v java > /dev/null && command -v keytool > /dev/null || packages_kafka="$packages_kafka default-jdk-headless"
command -v mvn > /dev/null || packages_kafka="$packages_kafka maven"

# have PACKAGE: is it installed?
have() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2> /dev/null)" = installed ]
}

# install PACKAGE...: installs those that are missing. Fails with one line that says what to do.
install() {
    wanted=""
    for package in "$@"; do have "$package" || wanted="$wanted $package"; done
    [ -n "$wanted" ] || return 0
    if ! command -v apt-get > /dev/null; then
        echo "please install what Debian calls:$wanted" >&2
        return 1
    fi
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo > /dev/null || { echo "please install as root: apt-get install$wanted" >&2; return 1; }
        as_root=sudo
    fi
    say "installing$wanted"
    if [ -z "${apt_is_fresh:-}" ]; then
        $as_root apt-get -qq -o DPkg::Lock::Timeout=300 update || true
        apt_is_fresh=1
    fi
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Use-Pty=0 --no-install-recommends install $wanted > /dev/null ||
        { echo "apt-get could not install$wanted" >&2; return 1; }
}

# build PRESET [TARGET]: configures and builds, quietly when all is well.
build() {
    say "building $1"
    if [ -z "${CMAKE_C_COMPILER_LAUNCHER:-}" ] && command -v ccache > /dev/null; then
        export CMAKE_C_COMPILER_LAUNCHER=ccache
    fi
    mkdir -p "$root/build"
    log="$root/build/$1.log"
    if ! (cd "$root" && cmake --preset "$1" && cmake --build --preset "$1" --target "${2:-all}") > "$log" 2>&1; then
        tail -n 40 "$log" >&2
        echo "the build of $1 failed; all of it: build/$1.log" >&2
        return 1
    fi
}
