// What the benchmark measures the addon against, and what it measures with. All of it is called on
// the JavaScript thread.
#pragma once

#include <napi.h>

#include <memory>

#include "addon/arguments.h"
#include "backends/embedded/outlook.h"

namespace rx_outlook::bench {

// (callback, count): a thread makes one call of a thread-safe function and one object for each
// notification, as the obvious design would.
void ObjectFlood(const Napi::CallbackInfo& info);

// (profile, count) -> nanoseconds: as many times Open, GetCapabilities, Advise, GetCurrentState and
// Unadvise, each of the two halves with one hop to the dispatcher thread and back. Blocks.
Napi::Value AdviseLoop(const Napi::CallbackInfo& info);

// (profile, per second, seconds) -> changes made. Blocks: JavaScript is busy all the while.
Napi::Value PacedFlood(const Napi::CallbackInfo& info);

// A thread that, asked by ping, waits until JavaScript sleeps and then calls Notify of a profile's
// registrations, or a bare thread-safe function.
// (profile, callback) -> { ping(bare): void, elapsed(): nanoseconds since the call, stop(): void }
Napi::Value MakePinger(const Napi::CallbackInfo& info);

// (count) -> nanoseconds: a process writes so many records of an event's size into a Unix socket,
// one at a time, and this one reads them. Blocks.
Napi::Value SocketLoop(const Napi::CallbackInfo& info);

// (profile, count) -> nanoseconds that each of so many changes took for all its calls of Notify,
// the 99th percentile. Blocks.
Napi::Value TimedNotify(const Napi::CallbackInfo& info);

inline std::shared_ptr<embedded::Profile> ProfileArgument(const Napi::CallbackInfo& info) {
  auto profile = embedded::FindProfile(TextArgument(info, 0));
  if (!profile) throw Napi::Error::New(info.Env(), "there is no such profile");
  return profile;
}

}  // namespace rx_outlook::bench
