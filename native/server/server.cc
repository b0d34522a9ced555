#include "server/server.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <new>
#include <string>
#include <system_error>
#include <utility>

#include "base/thread.h"
#include "server/served_client.h"

namespace rx_outlook::bridge {

// The loop's handler, on its thread. The thread owns it too, since the destructor of Server may
// give up waiting for the thread.
class Server::Core final : public Loop::Handler {
 public:
  Core(const Surroundings& from, const Backend& backend, Behind behind, const Limits& limits,
       std::unique_ptr<Loop> loop, OnLost on_lost)
      : on_lost_(std::move(on_lost)),
        from_(std::make_shared<const Surroundings>(from)),
        backend_(backend),
        behind_(std::move(behind)),
        limits_(limits),
        loop_(std::move(loop)),
        ledger_(std::make_shared<Ledger>(limits)),
        dispatcher_(Dispatcher::Of(backend)) {}

  void Run() {
    loop_->Run(*this);
    std::string lost = loop_->TakeLost();
    clients_.clear();
    Share();
    End();
    if (!lost.empty() && on_lost_) on_lost_(std::move(lost));
  }

  // After Run, or instead of Run when no thread can be started.
  void End() noexcept {
    // The dispatcher's thread unadvises what the clients had advised before it ends.
    dispatcher_->LetGo(ServedClient::Clock::now());
    std::unique_ptr<Loop> loop;
    {
      const std::lock_guard lock(mutex_);
      loop.swap(loop_);
    }
    loop.reset();  // the place is free for the next server
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  // Any thread except the loop's. Short: the loop's thread waits for no other.
  void Stop() {
    std::unique_lock lock(mutex_);
    if (loop_) loop_->Stop();
    changed_.wait_for(lock, kCloseLimit, [this] { return ended_; });
  }

  [[nodiscard]] Counts counts() const noexcept {
    return {client_count_, ledger_->Count(Ledger::Item::kRegistration)};
  }

  void OnClient(std::unique_ptr<Channel> channel) noexcept override {
    Channel* const key = channel.get();
    try {
      const auto account = ledger_->Open(channel->process());
      if (!account) return TurnAway(*channel);
      clients_.emplace(key, std::make_unique<ServedClient>(from_, backend_, behind_, limits_,
                                                           *loop_, std::move(channel), account));
    } catch (const std::bad_alloc&) {
      return;  // only this client is turned away
    }
    Share();
  }

  std::uint8_t* Space(Channel& channel, std::size_t& size) noexcept override {
    return clients_.at(&channel)->Space(size);
  }
  void OnBytes(Channel& channel, std::size_t size) noexcept override {
    Keep(channel, Stays([&] { return clients_.at(&channel)->OnBytes(size); }));
  }
  void OnWritable(Channel& channel) noexcept override {
    Keep(channel, Stays([&] { return clients_.at(&channel)->OnWritable(); }));
  }
  void OnEnd(Channel& channel) noexcept override { Keep(channel, false); }

  void OnWake() noexcept override {
    EachClient([](ServedClient& client) { return client.OnWake(); });
  }

  Loop::Clock::time_point Due() noexcept override {
    auto due = Loop::Clock::time_point::max();
    for (const auto& [channel, client] : clients_) due = std::min(due, client->due());
    return due;
  }

  void OnTime() noexcept override {
    const auto now = Loop::Clock::now();
    EachClient([now](ServedClient& client) { return client.OnTime(now); });
  }

 private:
  // Ends only the client for which there is no memory.
  template <typename Ask>
  static bool Stays(Ask ask) noexcept {
    try {
      return ask();
    } catch (const std::bad_alloc&) {
      return false;
    }
  }

  static constexpr std::chrono::seconds kCloseLimit{2};

  // Tells the client why its connection ends; the caller ends it.
  void TurnAway(Channel& channel) const {
    Answer answer;
    answer.hresult = ERR_BRIDGE_LIMIT;
    const Grant& grant = limits_.clients;
    answer.text = "The bridge grants one process " + std::to_string(grant.one) + " connections, " +
                  std::to_string(grant.all) +
                  " to all together, and no process more than are still free.";
    Bytes bytes;
    Encode(bytes, answer);
    channel.Write(bytes.data(), bytes.size());
  }

  void Keep(Channel& channel, bool stays) noexcept {
    if (stays) return;
    clients_.erase(&channel);
    Share();
  }

  template <typename Ask>
  void EachClient(Ask ask) {
    bool all_stay = true;
    for (auto client = clients_.begin(); client != clients_.end();) {
      const bool stays = Stays([&] { return ask(*client->second); });
      client = stays ? std::next(client) : clients_.erase(client);
      all_stay = all_stay && stays;
    }
    if (!all_stay) Share();
  }

  // Shares the bound of waiting records among the clients, whenever one comes or goes.
  void Share() noexcept {
    client_count_ = clients_.size();
    if (clients_.empty()) return;
    const std::size_t bound = std::min(limits_.queue.one, limits_.queue.all / clients_.size());
    for (const auto& [channel, client] : clients_) client->SetQueue(bound);
  }

  const OnLost on_lost_;
  const std::shared_ptr<const Surroundings> from_;  // of whatever clients ask for
  const Backend& backend_;
  const Behind behind_;
  const Limits limits_;
  std::unique_ptr<Loop> loop_;  // the loop's thread; reset under mutex_
  std::unordered_map<Channel*, std::unique_ptr<ServedClient>> clients_;
  std::atomic<std::size_t> client_count_{0};

  const std::shared_ptr<Ledger> ledger_;

  std::mutex mutex_;  // guards what follows, and resetting loop_
  std::condition_variable changed_;
  bool ended_ = false;

  // Last: the hold must be given back, and a throw before it leaves nothing to undo.
  const std::shared_ptr<Dispatcher> dispatcher_;
};

std::unique_ptr<Server> Server::Start(const Surroundings& from, const Backend& backend,
                                      Behind behind, const Limits& limits, Reaching& reaching,
                                      OnLost on_lost) {
  auto loop = Listen(from, reaching);
  if (!loop) return nullptr;
  try {
    auto core = std::make_shared<Core>(from, backend, std::move(behind), limits, std::move(loop),
                                       std::move(on_lost));
    std::unique_ptr<Server> server;
    try {
      server.reset(new Server(core));
      StartThread([core] { core->Run(); });
    } catch (...) {
      core->End();
      throw;
    }
    return server;
  } catch (const std::system_error& error) {
    reaching = {Reached::kLimit, "cannot start a thread for the bridge (error " +
                                     std::to_string(error.code().value()) + ")"};
    return nullptr;
  }
}

Server::~Server() { core_->Stop(); }

Server::Counts Server::counts() const noexcept { return core_->counts(); }

}  // namespace rx_outlook::bridge
