// A client that does not read is owed a bounded number of bytes, and one list at a time.
#include <algorithm>
#include <string>

#include "base/utf.h"
#include "server/listing.h"
#include "test/bridge/fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Bytes;
using bridge::FrameType;

namespace {

// More names than a socket and the server's buffers hold.
std::vector<std::u16string> ManyNames() {
  std::vector<std::u16string> names;
  for (int i = 0; i < 10'000; ++i)
    names.push_back(ToUtf16(std::to_string(i)) + std::u16string(200, u'x'));
  return names;
}

Bytes Asking(FrameType type, std::uint32_t first, std::uint32_t count) {
  Bytes bytes;
  for (std::uint32_t id = first; id < first + count; ++id) Encode(bytes, MakeRequest(type, id, 0));
  return bytes;
}

// Reads a list to its end and counts the answers in between.
std::size_t ReadNames(RawClient& client, std::uint32_t id, std::size_t& answers) {
  std::size_t names = 0;
  for (bridge::Frame frame{}; client.Receive(frame);) {
    if (const auto answer = DecodeAnswer(frame)) {
      CHECK(answer->hresult == ERR_BRIDGE_LIMIT);
      ++answers;
    }
    const auto some = DecodeNames(frame);
    if (!some) continue;
    CHECK(some->id == id);
    names += some->names.size();
    if (some->last) break;
  }
  return names;
}

}  // namespace

TEST_CASE("a client that asks for the profiles again and again is owed one list, read or not") {
  const Runtime runtime;
  FakeOutlook outlook;
  outlook.profiles = ManyNames();
  auto server = Serve({}, outlook.backend);
  RawClient greedy;
  greedy.Greet();
  greedy.Send(Asking(FrameType::kProfiles, 2, 200));
  CHECK(outlook.AwaitCall("Profiles"));
  // The same thread answers this, behind the greedy client's requests.
  RawClient other;
  other.Greet();
  other.Send(MakeRequest(FrameType::kGetCurrentState, 2, 99));
  CHECK(other.AnswerTo(2) == E_INVALIDARG);
  CHECK(outlook.CountOf("Profiles") == 1);
  std::size_t refused = 0;
  CHECK(ReadNames(greedy, 2, refused) == outlook.profiles.size());
  CHECK(refused <= 199);
  // After the list has been read, the next one may be asked for.
  greedy.Send(Asking(FrameType::kPing, 300, 1));
  CHECK(greedy.AnswerTo(300) == S_OK);
  greedy.Send(Asking(FrameType::kProfiles, 301, 1));
  CHECK(ReadNames(greedy, 301, refused) == outlook.profiles.size());
  CHECK(outlook.CountOf("Profiles") == 2);
  server.reset();
  CHECK(outlook.AwaitCall("leave"));
}
