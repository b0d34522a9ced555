// The benchmark's rivals of the addon, and its instruments. JavaScript's thread; no lock.
#pragma once

#include <napi.h>

#include <memory>

#include "addon/arguments.h"
#include "backends/embedded/outlook.h"

namespace rx_outlook::bench {

// (callback, count): a thread makes one call of a thread-safe function, and JavaScript's thread one
// object, for each notification, as the obvious design would.
void ObjectFlood(const Napi::CallbackInfo& info);

// (profile, count) -> nanoseconds of `count` times Open, GetCapabilities, Advise and
// GetCurrentState, then Unadvise: each half is one task on the dispatcher's thread. Blocks.
Napi::Value AdviseLoop(const Napi::CallbackInfo& info);

// (profile, per second, seconds) -> changes made. Blocks: JavaScript is busy meanwhile.
Napi::Value PacedFlood(const Napi::CallbackInfo& info);

// Starts a thread. After each ping it waits until JavaScript sleeps, then calls Notify of a
// profile's registrations, or a bare thread-safe function.
// (profile, callback) -> { ping(bare): void, elapsed(): nanoseconds since the call, stop(): void }
Napi::Value MakePinger(const Napi::CallbackInfo& info);

// (count) -> nanoseconds in which another process writes `count` records of an event's size, one at
// a time, to a Unix socket, and this process reads them. Blocks.
Napi::Value SocketLoop(const Napi::CallbackInfo& info);

// (profile, count) -> nanoseconds of a change with all its calls of Notify, the 99th percentile of
// `count` changes. Blocks.
Napi::Value TimedNotify(const Napi::CallbackInfo& info);

inline std::shared_ptr<embedded::Profile> ProfileArgument(const Napi::CallbackInfo& info) {
  auto profile = embedded::FindProfile(TextArgument(info, 0));
  if (!profile) throw Napi::Error::New(info.Env(), "there is no such profile");
  return profile;
}

}  // namespace rx_outlook::bench
