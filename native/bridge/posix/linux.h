// Whether the bridge uses what only Linux has: inotify, accept4, pipe2, O_PATH. RX_OUTLOOK_PORTABLE
// turns that off, so that Linux runs the tests of the code for macOS.
#pragma once

#if defined(__linux__) && !defined(RX_OUTLOOK_PORTABLE)
#define RX_OUTLOOK_LINUX
#endif
