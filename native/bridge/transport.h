// The transport between processes of one user: a loop's thread moves the bytes of all connections,
// and never waits for a single one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "abi/surroundings.h"

namespace rx_outlook::bridge {

// One end of a connection. The loop's thread only, except TryWrite.
class Channel {
 public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  virtual ~Channel() = default;  // ends the connection

  // Returns how many bytes were taken. Less than `size`: Loop::Handler::OnWritable follows when
  // there is space again, or OnEnd.
  virtual std::size_t Write(const std::uint8_t* bytes, std::size_t size) noexcept = 0;

  // Any thread, while no other thread writes. Returns how many bytes were taken at once, maybe
  // none; the loop's thread must write the rest.
  virtual std::size_t TryWrite(const std::uint8_t*, std::size_t) noexcept { return 0; }

  // The process at the other end of a server's channel; 0 where the system does not report it.
  [[nodiscard]] virtual std::uint32_t process() const noexcept { return 0; }

  // Whether incoming bytes are read; at first they are.
  virtual void WantBytes(bool wanted) noexcept = 0;
};

// Calls a handler when something happens on its channels.
class Loop {
 public:
  using Clock = std::chrono::steady_clock;

  // The loop's thread. A handler ends a connection by destroying its channel, in any of these
  // calls; no call for that channel follows.
  class Handler {
   public:
    virtual void OnClient(std::unique_ptr<Channel> channel) noexcept = 0;  // a server's only
    // Where the next bytes go, and how many fit. 0: they wait.
    virtual std::uint8_t* Space(Channel& channel, std::size_t& size) noexcept = 0;
    virtual void OnBytes(Channel& channel, std::size_t size) noexcept = 0;
    virtual void OnWritable(Channel& channel) noexcept = 0;
    virtual void OnEnd(Channel& channel) noexcept = 0;  // the other end has gone
    virtual void OnWake() noexcept = 0;                 // Wake was called, once or several times
    // When OnTime is to be called; asked again after every other call.
    virtual Clock::time_point Due() noexcept = 0;
    virtual void OnTime() noexcept = 0;

   protected:
    ~Handler() = default;
  };

  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  virtual ~Loop() = default;

  // Makes the calling thread the loop's. Returns after Stop, or when a server has lost its place.
  virtual void Run(Handler& handler) noexcept = 0;

  // Any thread; never wait.
  virtual void Wake() noexcept = 0;
  virtual void Stop() noexcept = 0;

  // After Run: how a server has lost its place; empty if it has not. A pipe's name cannot be lost.
  // Moved out, which needs no memory.
  [[nodiscard]] virtual std::string TakeLost() noexcept { return {}; }
};

// The result of connecting or listening; `text` names the failed call and its object.
// kLimit: this process or the system has no descriptor, memory, thread or disk space left.
// kNoPlace: no server can listen at this place. kFailed: anything else, with the system's text.
enum class Reached { kYes, kNobody, kBusy, kTaken, kRefused, kLimit, kNoPlace, kFailed };
struct Reaching {
  Reached reached = Reached::kFailed;
  std::string text;
};

// The name of the user's place, in UTF-8; empty when it cannot be known. Any thread, as all that
// follow: the surroundings are a copy.
std::string PlaceName(const Surroundings& from);

// Whether RX_OUTLOOK_PLACE has a usable value: it becomes part of a file's or a pipe's name. False
// with the reason.
bool IsUsablePlace(const std::string& place, Reaching& reaching);

// A server's loop at the user's place, or null: kTaken when another server has it, kRefused when it
// is not private to the user.
std::unique_ptr<Loop> Listen(const Surroundings& from, Reaching& reaching);

// A client's loop with its one channel, or null: kNobody when there is no server, kBusy when the
// server takes no client now, kRefused when the server is not the user's.
std::unique_ptr<Loop> Connect(const Surroundings& from, std::unique_ptr<Channel>& channel,
                              Reaching& reaching);

}  // namespace rx_outlook::bridge
