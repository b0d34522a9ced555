# LLVM's linker for macOS: zig's own exports every hidden symbol, and ignores a list of exports. CMake reads this file
# after its own rules for macOS, which would replace a rule of the toolchain file.
string(REPLACE "aarch64" "arm64" architecture ${CMAKE_SYSTEM_PROCESSOR})
string(REGEX MATCH "[0-9]+[.][0-9]+$" minimum ${RX_OUTLOOK_TRIPLE})
# The library of the oldest system: a newer symbol stays without one, which misfits.mjs reports.
string(REGEX MATCH "^[0-9]+" major ${minimum})
get_filename_component(zig ${RX_OUTLOOK_ZIG} DIRECTORY)
set(system "${zig}/lib/libc/darwin/libSystem.${major}.tbd")
get_filename_component(exports ${CMAKE_CURRENT_LIST_DIR}/../../native/binary/exports.macos ABSOLUTE)
# -adhoc_codesign: macOS loads no arm64 code without a signature.
string(JOIN " " CMAKE_CXX_CREATE_SHARED_LIBRARY
  "ld64.lld-19 -dylib -arch ${architecture} -platform_version macos ${minimum} ${minimum}"
  "-install_name @rpath/rx-outlook.node -undefined dynamic_lookup -exported_symbols_list \"${exports}\""
  "-dead_strip -x -S -adhoc_codesign -o <TARGET> <OBJECTS> <LINK_LIBRARIES> ${RX_OUTLOOK_ZIG_LIBRARIES}"
  "\"${system}\"")
