// A server of version 1, whose frames are written here byte by byte: a client asks it about
// profiles as it always has, and learns that it has no accounts.
#include <thread>
#include <utility>

#include "backends/bridge/bridge.h"
#include "test/backends/embedded/accounts_fixture.h"
#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Bytes;

namespace {

// Reads one frame after the other and answers each by its type, on a thread of its own. Keeps what
// it has read: one client, until that ends.
class OldServer {
 public:
  // Sends `event` behind the answer to an advise.
  explicit OldServer(Bytes event) : event_(std::move(event)) {
    bridge::Reaching reaching;
    REQUIRE(bridge::OpenEndpoint(Here(), true, endpoint_, reaching));
    REQUIRE(bridge::ListenAt(endpoint_, lock_, listener_, reaching));
    thread_ = std::thread([this] { Run(); });
  }
  OldServer(const OldServer&) = delete;
  OldServer& operator=(const OldServer&) = delete;
  ~OldServer() { thread_.join(); }

  Watched<std::vector<Bytes>> heard;

 private:
  static constexpr int kPatience = 60'000;

  void Run() {
    pollfd waiting{listener_.get(), POLLIN, 0};
    poll(&waiting, 1, kPatience);
    const bridge::Descriptor client(accept(listener_.get(), nullptr, nullptr));
    for (;;) {
      Bytes frame(8);
      if (recv(client.get(), frame.data(), 8, MSG_WAITALL) != 8) return;
      const std::size_t size = frame[0];
      frame.resize(8 + size);
      recv(client.get(), frame.data() + 8, size, MSG_WAITALL);
      heard.Update([&](auto& all) { all.push_back(frame); });
      const Bytes answer = AnswerTo(frame);
      send(client.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
    }
  }

  [[nodiscard]] Bytes AnswerTo(const Bytes& frame) const {
    const std::uint8_t id = frame[8];
    Bytes answer;
    switch (frame[4]) {
      case 1:
        return {13, 0, 0, 0, 65, 0, 0, 0, id, 0, 0, 0, 1, 0, 1, 0, 3, 0, 'o', 'l', 'd'};
      case 3:
        return {13, 0, 0, 0, 67, 0, 0, 0, id, 0, 0, 0, 1, 3, 0, 'O', 0, 'l', 0, 'd', 0};
      case 6:
        return {16, 0, 0, 0, 66, 0, 0, 0, id, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0};
      default:
        answer = {16, 0, 0, 0, 66, 0, 0, 0, id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    }
    if (frame[4] == 8) answer.insert(answer.end(), event_.begin(), event_.end());
    return answer;
  }

  const Bytes event_;
  bridge::Endpoint endpoint_;
  bridge::Descriptor lock_;
  bridge::Descriptor listener_;
  std::thread thread_;
};

struct Reached {
  explicit Reached(Bytes event = {}) : server(std::move(event)) {
    Explanation why;
    REQUIRE(bridge::kBackend.enter(opener, why) == S_OK);
    opener->SetSurroundings(Here());
  }
  const Runtime runtime;
  OldServer server;
  std::unique_ptr<Opener> opener;
};

}  // namespace

TEST_CASE("a server of version 1 is asked in version 1, byte for byte") {
  Reached there;
  Explanation why;
  ComPtr<IMAPIOfflineMgr> object;
  REQUIRE(there.opener->Open({u"Work"}, object.Put(), why) == S_OK);
  ULONG state = 0;
  CHECK(object->GetCurrentState(&state) == S_OK);
  CHECK(state == MAPIOFFLINE_STATE_ONLINE);
  // It would like to hear of the list: version 1 has no such advise.
  const auto listener = MakeCom<Listener>();
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(listener.Get()));
  ULONG token = 0;
  CHECK(object->Advise(0, &info, &token) == S_OK);
  CHECK(object->SetCurrentState(0, 3, MAPIOFFLINE_STATE_OFFLINE, nullptr) == S_OK);
  CHECK(object->Unadvise(0, token) == S_OK);
  std::vector<std::u16string> names;
  CHECK(there.opener->Profiles(names, why) == S_OK);
  CHECK(names == std::vector<std::u16string>{u"Old"});
  const std::vector<Bytes> heard = there.server.heard.Get();
  REQUIRE(heard.size() == 7);
  CHECK(heard[0] == Bytes{8, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 2, 0});
  CHECK(heard[1] == Bytes{18, 0, 0, 0, 4, 0,   0, 0,   2, 0,   0, 0,   1,
                          0,  0, 0, 4, 0, 'W', 0, 'o', 0, 'r', 0, 'k', 0});
  CHECK(heard[2] == Bytes{8, 0, 0, 0, 6, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0});
  CHECK(heard[3] == Bytes{12, 0, 0, 0, 8, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0});
  CHECK(heard[4] == Bytes{12, 0, 0, 0, 7, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0});
  CHECK(heard[5] == Bytes{8, 0, 0, 0, 9, 0, 0, 0, 6, 0, 0, 0, 2, 0, 0, 0});
  CHECK(heard[6] == Bytes{4, 0, 0, 0, 3, 0, 0, 0, 7, 0, 0, 0});
  object.Reset();
  there.opener.reset();
}

TEST_CASE("over a server of version 1 there are no accounts, and the server's side is named") {
  Reached there;
  const std::string said =
      "The bridge's server (old) speaks version 1 of the protocol, which has no accounts; version "
      "2 "
      "is needed.";
  Explanation why;
  ComPtr<IMAPIOfflineMgr> object;
  CHECK(there.opener->Open({u"Work", u"alice"}, object.Put(), why) == ERR_ACCOUNTS_UNAVAILABLE);
  CHECK(why.text == said);
  CHECK_FALSE(object);
  Explanation why_list;
  std::vector<AccountInfo> accounts;
  CHECK(there.opener->Accounts(u"Work", accounts, why_list) == ERR_ACCOUNTS_UNAVAILABLE);
  CHECK(why_list.text == said);
  CHECK(accounts.empty());
  // It was greeted, and asked nothing else.
  CHECK(there.server.heard.Get().size() == 1);
  CHECK(there.opener->Open({u"Work"}, object.Put(), why) == S_OK);
  object.Reset();
  there.opener.reset();
}

TEST_CASE("a server of version 1 that tells of a changed list breaks the protocol") {
  Bytes changed{28, 0, 0, 0, 68, 0, 0, 0, 2, 0, 0, 0, 8};
  changed.resize(8 + 28);
  Reached there(changed);
  Explanation why;
  ComPtr<IMAPIOfflineMgr> object;
  REQUIRE(there.opener->Open({u"Work"}, object.Put(), why) == S_OK);
  const auto callback = MakeCom<Recorder>();
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()));
  ULONG token = 0;
  CHECK(object->Advise(0, &info, &token) == S_OK);
  CHECK(callback->gone.Await([](const auto& all) { return all.size() == 1; }));
  CHECK(callback->gone.Get().at(0) == ERR_BRIDGE_PROTOCOL);
  object.Reset();
  there.opener.reset();
}
