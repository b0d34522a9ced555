# The addon for another platform, compiled by zig, which has the libc, the C++ library and the headers of each.
# scripts/build-all.mjs gives the program, the target's triple and, for macOS, zig's libraries.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES RX_OUTLOOK_ZIG RX_OUTLOOK_TRIPLE)
# CMake's checks link nothing: zig would build the C++ library for debugging as well.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# zig links the threads of each libc by itself, which such a check cannot see.
set(CMAKE_HAVE_LIBC_PTHREAD ON CACHE INTERNAL "")

if(RX_OUTLOOK_TRIPLE MATCHES "macos")
  set(CMAKE_SYSTEM_NAME Darwin)
elseif(RX_OUTLOOK_TRIPLE MATCHES "windows")
  set(CMAKE_SYSTEM_NAME Windows)
else()
  set(CMAKE_SYSTEM_NAME Linux)
endif()
string(REGEX MATCH "^[^-]+" CMAKE_SYSTEM_PROCESSOR ${RX_OUTLOOK_TRIPLE})

set(CMAKE_CXX_COMPILER ${RX_OUTLOOK_ZIG} c++ -target ${RX_OUTLOOK_TRIPLE})
foreach(tool AR NM RANLIB STRIP)
  string(TOLOWER ${tool} program)
  set(CMAKE_${tool} llvm-${program})
endforeach()
set(CMAKE_INSTALL_NAME_TOOL llvm-install-name-tool)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)

if(CMAKE_SYSTEM_NAME STREQUAL Darwin)
  set(CMAKE_USER_MAKE_RULES_OVERRIDE_CXX ${CMAKE_CURRENT_LIST_DIR}/macos.cmake)
endif()
