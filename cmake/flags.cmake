# One target that carries the warnings and sanitizers of every room.
add_library(stancewire_flags INTERFACE)
target_compile_options(stancewire_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
  -Wcast-qual -Wpointer-arith -Wundef -Wvla -Wformat=2)
if(STANCEWIRE_WERROR)
  target_compile_options(stancewire_flags INTERFACE -Werror)
endif()
if(STANCEWIRE_SANITIZE)
  target_compile_options(stancewire_flags INTERFACE
    -fsanitize=${STANCEWIRE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(stancewire_flags INTERFACE -fsanitize=${STANCEWIRE_SANITIZE})
endif()
if(STANCEWIRE_FUZZ)
  target_compile_options(stancewire_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
