// How bytes get from one process of the user's to another: one thread moves them for all
// connections, and never waits for a single one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "abi/surroundings.h"

namespace rx_outlook::bridge {

// One connection. The loop's thread only, but for TryWrite.
class Channel {
 public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  virtual ~Channel() = default;  // the connection's end, if it has not ended yet

  // How much of it was taken: less than `size` means that Loop::Handler::OnWritable will say when
  // there is room again, or OnEnd that there never will be.
  virtual std::size_t Write(const std::uint8_t* bytes, std::size_t size) noexcept = 0;

  // Any thread, while no other one writes: how much was taken at once. The rest, which may be all
  // of it, is the loop's thread's to write.
  virtual std::size_t TryWrite(const std::uint8_t*, std::size_t) noexcept { return 0; }

  // The number of the process at the other end, of a server's channel; 0 where the system does not
  // say.
  [[nodiscard]] virtual std::uint32_t process() const noexcept { return 0; }

  // Whether its bytes are asked for; at first they are.
  virtual void WantBytes(bool wanted) noexcept = 0;
};

class Loop {
 public:
  using Clock = std::chrono::steady_clock;

  // Everything is called on the loop's thread. A handler ends a connection by destroying its
  // channel, inside any of these too, and is told nothing more of it.
  class Handler {
   public:
    virtual void OnClient(std::unique_ptr<Channel> channel) noexcept = 0;  // a server's alone
    // Where the next bytes go. None: they wait.
    virtual std::uint8_t* Space(Channel& channel, std::size_t& size) noexcept = 0;
    virtual void OnBytes(Channel& channel, std::size_t size) noexcept = 0;
    virtual void OnWritable(Channel& channel) noexcept = 0;
    virtual void OnEnd(Channel& channel) noexcept = 0;  // the other side has gone
    virtual void OnWake() noexcept = 0;                 // Wake was called, once or several times
    // When OnTime wants to be called; asked for again after every other call.
    virtual Clock::time_point Due() noexcept = 0;
    virtual void OnTime() noexcept = 0;

   protected:
    ~Handler() = default;
  };

  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  virtual ~Loop() = default;

  // On the thread that is to be the loop's; returns after Stop, and when a server has lost its
  // place.
  virtual void Run(Handler& handler) noexcept = 0;

  // Any thread; neither ever waits.
  virtual void Wake() noexcept = 0;
  virtual void Stop() noexcept = 0;

  // Once Run has returned: how a server has lost its place; empty when it has not. A pipe's name
  // cannot be taken from it. Handed over, not copied: that needs no memory.
  [[nodiscard]] virtual std::string TakeLost() noexcept { return {}; }
};

// What a connection attempt or a place to listen came to; `text` says what went wrong and on what.
// kLimit: this process, or the system, has no descriptor, memory, thread or room left for it.
// kNoPlace: no server can be at the place, as it is. kFailed: anything else, with the system's
// text.
enum class Reached { kYes, kNobody, kBusy, kTaken, kRefused, kLimit, kNoPlace, kFailed };
struct Reaching {
  Reached reached = Reached::kFailed;
  std::string text;
};

// What the user's one place is called, in UTF-8; empty when it cannot be known. Any thread, as all
// of these: the surroundings are a copy.
std::string PlaceName(const Surroundings& from);

// Whether a place may be called so: it is a part of a file's name, and of a pipe's. False with the
// reason.
bool IsUsablePlace(const std::string& place, Reaching& reaching);

// A server's loop at the user's one place, or null: kTaken when another server has it, kRefused
// when it is not private to the user.
std::unique_ptr<Loop> Listen(const Surroundings& from, Reaching& reaching);

// A client's loop with its one channel, or null: kNobody when no server is there, kBusy when it has
// no time for another client now, kRefused when it is not the user's own.
std::unique_ptr<Loop> Connect(const Surroundings& from, std::unique_ptr<Channel>& channel,
                              Reaching& reaching);

}  // namespace rx_outlook::bridge
