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

# LLVM's linker for macOS: zig's own exports every hidden symbol, and ignores a list of exports.
if(CMAKE_SYSTEM_NAME STREQUAL Darwin)
  string(REPLACE "aarch64" "arm64" architecture ${CMAKE_SYSTEM_PROCESSOR})
  string(REGEX MATCH "[0-9.]+$" minimum ${RX_OUTLOOK_TRIPLE})
  get_filename_component(exports ${CMAKE_CURRENT_LIST_DIR}/../../native/binary/exports.macos ABSOLUTE)
  # -adhoc_codesign: macOS loads no arm64 code without a signature.
  string(JOIN " " CMAKE_CXX_CREATE_SHARED_LIBRARY
    "ld64.lld-19 -dylib -arch ${architecture} -platform_version macos ${minimum} ${minimum}"
    "-install_name @rpath/rx-outlook.node -undefined dynamic_lookup -exported_symbols_list \"${exports}\""
    "-dead_strip -x -S -adhoc_codesign -o <TARGET> <OBJECTS> <LINK_LIBRARIES> ${RX_OUTLOOK_ZIG_LIBRARIES}")
endif()
