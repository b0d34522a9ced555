// A hash of the binary's sources, which scripts/check-prebuilds.mjs finds in the file.
#ifdef _WIN32
#define RX_OUTLOOK_EXPORT __declspec(dllexport)
#else
#define RX_OUTLOOK_EXPORT __attribute__((visibility("default")))
#endif

// Exported, because no code refers to it and the linker would drop it.
extern "C" {
RX_OUTLOOK_EXPORT extern const char rx_outlook_sources[];
const char rx_outlook_sources[] = "rx-outlook sources " RX_OUTLOOK_SOURCES;
}
