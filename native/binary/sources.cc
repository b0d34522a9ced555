// What the binary was built from, for scripts/check-prebuilds.mjs to find in its file.
#ifdef _WIN32
#define RX_OUTLOOK_EXPORT __declspec(dllexport)
#else
#define RX_OUTLOOK_EXPORT __attribute__((visibility("default")))
#endif

// Exported, since nothing that runs refers to it.
extern "C" {
RX_OUTLOOK_EXPORT extern const char rx_outlook_sources[];
const char rx_outlook_sources[] = "rx-outlook sources " RX_OUTLOOK_SOURCES;
}
