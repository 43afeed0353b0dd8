# Sourced by tests that need something from outside (a broker, a browser, a validator).
#
#     . "$(dirname "$0")/../support/require.sh"
#     command -v redis-server > /dev/null || missing redis "redis-server is not installed"
#
# missing NAME WHY skips the test with a word (exit 77, ctest's SKIP_RETURN_CODE), or fails it
# where STANCEWIRE_REQUIRE (a comma list, or "all") names it.

missing() {
    case ",${STANCEWIRE_REQUIRE:-}," in
        *",$1,"*|*,all,*)
            echo "FAILED: $1 is required (STANCEWIRE_REQUIRE): $2" >&2
            exit 1 ;;
    esac
    echo "SKIPPED: $1: $2" >&2
    exit 77
}
