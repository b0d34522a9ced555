#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <limits>
#include <random>

#include "test/bridge/frames.h"

using namespace rx_outlook::bridge;
using rx_outlook::AccountInfo;
using rx_outlook::AccountType;
using rx_outlook::RelayedEvent;
using rx_outlook::test::FramesOf;

namespace {

constexpr int kRequests = 13;  // types, numbered from 1

Bytes Encoded(const Request& request) {
  Bytes bytes;
  Encode(bytes, request);
  return bytes;
}

std::optional<Request> ThereAndBack(const Request& request) {
  FrameBuffer buffer;
  const auto frames = FramesOf(buffer, Encoded(request));
  REQUIRE(frames.size() == 1);
  CHECK(buffer.empty());
  return DecodeRequest(frames[0]);
}

Request MakeRequest(FrameType type) {
  Request request;
  request.type = type;
  request.id = 0x01020304;
  if (type == FrameType::kHello) {
    request.oldest = 1;
    request.newest = 7;
  }
  if (type == FrameType::kOpen || type == FrameType::kOpenAccount || type == FrameType::kAccounts) {
    request.profile = u"B\u00fcro \U0001F4EC";
  }
  if (type == FrameType::kOpenAccount) request.account = u"\u00e4@example.org";
  const bool has_object =
      type >= FrameType::kOpen && type != FrameType::kUnadvise && type != FrameType::kAccounts;
  if (has_object) request.object = 0xfffffffe;
  if (type == FrameType::kAdvise || type == FrameType::kUnadvise ||
      type == FrameType::kAdviseWithAccounts) {
    request.registration = 9;
  }
  if (type == FrameType::kSetCurrentState) request.state = 2;
  return request;
}

}  // namespace

TEST_CASE("a request arrives as it was sent, whatever it asks for") {
  for (int number = 1; number <= kRequests; ++number) {
    const Request sent = MakeRequest(static_cast<FrameType>(number));
    const auto received = ThereAndBack(sent);
    REQUIRE(received);
    CHECK(received->type == sent.type);
    CHECK(received->id == sent.id);
    CHECK(received->object == sent.object);
    CHECK(received->registration == sent.registration);
    CHECK(received->state == sent.state);
    CHECK(received->oldest == sent.oldest);
    CHECK(received->newest == sent.newest);
    CHECK(received->profile == sent.profile);
    CHECK(received->account == sent.account);
  }
}

TEST_CASE("the bytes of a frame are the documented ones, on every machine") {
  Request request = MakeRequest(FrameType::kOpen);
  request.object = 5;
  request.profile = u"A\u20ac";
  CHECK(Encoded(request) ==
        Bytes{14, 0, 0, 0, 4, 0, 0, 0, 4, 3, 2, 1, 5, 0, 0, 0, 2, 0, 'A', 0, 0xac, 0x20});
}

TEST_CASE("a request that lacks a byte, or has one too many, is malformed") {
  for (int number = 1; number <= kRequests; ++number) {
    const Bytes whole = Encoded(MakeRequest(static_cast<FrameType>(number)));
    const std::size_t size = whole.size() - kHeaderSize;
    Bytes more = whole;
    more.push_back(0);
    const auto type = static_cast<FrameType>(number);
    CHECK_FALSE(DecodeRequest({type, more.data() + kHeaderSize, size + 1}));
    for (std::size_t less = 0; less < size; ++less) {
      CHECK_FALSE(DecodeRequest({type, whole.data() + kHeaderSize, less}));
    }
  }
}

TEST_CASE("a profile's name is refused that is empty, too long or holds a NUL") {
  Request request = MakeRequest(FrameType::kOpen);
  for (const std::u16string& name :
       {std::u16string(), std::u16string(kNameLimit + 1, u'a'), std::u16string(u"a\0b", 3)}) {
    request.profile = name;
    CHECK_FALSE(ThereAndBack(request));
  }
  request.profile = std::u16string(kNameLimit, u'a');
  CHECK(ThereAndBack(request));
}

TEST_CASE("answers arrive as they were sent, an explanation shortened to whole characters") {
  Answer sent;
  sent.id = 7;
  sent.hresult = std::numeric_limits<std::int32_t>::min();
  sent.value = 3;
  sent.operation = "LoadLibraryEx";
  sent.text = std::string(kTextLimit - 1, 'a') + "\u20ac and more";
  Bytes bytes;
  Encode(bytes, sent);
  Encode(bytes, Welcome{8, 1, Host::kEmbedded, "rx-outlook"});
  FrameBuffer buffer;
  const auto frames = FramesOf(buffer, bytes);
  REQUIRE(frames.size() == 2);
  const auto answer = DecodeAnswer(frames[0]);
  REQUIRE(answer);
  CHECK(answer->id == 7);
  CHECK(answer->hresult == sent.hresult);
  CHECK(answer->value == 3);
  CHECK(answer->operation == sent.operation);
  CHECK(answer->text == std::string(kTextLimit - 1, 'a'));
  const auto welcome = DecodeWelcome(frames[1]);
  REQUIRE(welcome);
  CHECK(welcome->host == Host::kEmbedded);
  CHECK(welcome->product == "rx-outlook");
  CHECK_FALSE(DecodeAnswer(frames[1]));
  CHECK_FALSE(DecodeWelcome(frames[0]));
}

TEST_CASE("names that do not fit into one frame come in several, none lost, none cut") {
  std::vector<std::u16string> sent;
  for (int i = 0; i < 1'000; ++i) {
    sent.push_back(std::u16string(static_cast<std::size_t>(i) % kNameLimit + 1, u'n'));
  }
  Bytes bytes;
  Encode(bytes, 5, sent);
  CHECK(bytes.size() > kFrameLimit);
  std::vector<std::u16string> received;
  bool last = false;
  std::size_t start = 0;
  while (start < bytes.size()) {
    std::uint32_t size = 0;
    std::memcpy(&size, bytes.data() + start, sizeof(size));
    CHECK(size <= kBodyLimit);
    const auto names = DecodeNames({FrameType::kNames, bytes.data() + start + kHeaderSize, size});
    REQUIRE(names);
    CHECK_FALSE(last);
    last = names->last;
    received.insert(received.end(), names->names.begin(), names->names.end());
    start += kHeaderSize + size;
  }
  CHECK(last);
  CHECK(received == sent);
}

TEST_CASE("a name that no client could open is left out, however long it is") {
  Bytes bytes;
  Encode(bytes, 5, {std::u16string(kNameLimit + 1, u'a'), u"Work", std::u16string(40'000, u'b')});
  FrameBuffer buffer;
  const auto names = DecodeNames(FramesOf(buffer, bytes).at(0));
  REQUIRE(names);
  CHECK(names->last);
  CHECK(names->names == std::vector<std::u16string>{u"Work"});
}

TEST_CASE("no names are a frame, too") {
  Bytes bytes;
  Encode(bytes, 5, std::vector<std::u16string>());
  FrameBuffer buffer;
  const auto names = DecodeNames(FramesOf(buffer, bytes).at(0));
  REQUIRE(names);
  CHECK(names->last);
  CHECK(names->names.empty());
}

TEST_CASE("a header with a size past the limit, or anything in its reserved bytes, is malformed") {
  const auto result_of = [](Bytes header) {
    FrameBuffer buffer;
    std::size_t space = 0;
    std::memcpy(buffer.Space(space), header.data(), header.size());
    buffer.Filled(header.size());
    Frame frame{};
    return buffer.Next(frame);
  };
  CHECK(result_of({0xf8, 0xff, 0, 0, 2, 0, 0, 0}) == FrameBuffer::Result::kIncomplete);
  CHECK(result_of({0xf9, 0xff, 0, 0, 2, 0, 0, 0}) == FrameBuffer::Result::kMalformed);
  CHECK(result_of({0, 0, 0, 0x80, 2, 0, 0, 0}) == FrameBuffer::Result::kMalformed);
  CHECK(result_of({4, 0, 0, 0, 2, 1, 0, 0}) == FrameBuffer::Result::kMalformed);
  CHECK(result_of({4, 0, 0, 0, 2, 0, 1, 0}) == FrameBuffer::Result::kMalformed);
  CHECK(result_of({4, 0, 0, 0, 2, 0, 0}) == FrameBuffer::Result::kIncomplete);
}

TEST_CASE("frames are found wherever the stream is cut") {
  Bytes bytes;
  for (int number = 1; number <= kRequests; ++number) {
    Encode(bytes, MakeRequest(static_cast<FrameType>(number)));
  }
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    FrameBuffer buffer;
    int found = 0;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      std::size_t space = 0;
      std::uint8_t* const target = buffer.Space(space);
      const std::size_t size = std::min(piece, bytes.size() - at);
      std::memcpy(target, bytes.data() + at, size);
      buffer.Filled(size);
      Frame frame{};
      while (buffer.Next(frame) == FrameBuffer::Result::kFrame) {
        CHECK(static_cast<int>(frame.type) == ++found);
        CHECK(DecodeRequest(frame));
      }
    }
    CHECK(found == kRequests);
  }
}

namespace {

// Every type of frame, and one number that is no type.
constexpr std::array<int, 19> kTypes{1,  2,  3,  4,  5,  6,  7,  8,  9, 10,
                                     11, 12, 13, 65, 66, 67, 68, 69, 14};

Bytes Body(FrameType type) {
  Bytes bytes;
  switch (type) {
    case FrameType::kWelcome:
      Encode(bytes, Welcome{0x01020304, kVersion, Host::kOutlook, "Outlook 16.0"});
      break;
    case FrameType::kAnswer:
      Encode(bytes, Answer{0x01020304, -1, 7, "Advise", "no more"});
      break;
    case FrameType::kNames:
      Encode(bytes, 0x01020304, std::vector<std::u16string>{u"Work", u"B\u00fcro \U0001F4EC"});
      break;
    case FrameType::kAccountList:
      Encode(bytes, 0x01020304,
             std::vector<AccountInfo>{{7, u"alice", AccountType::kImap},
                                      {~0ull, u"\U0001F4EC", AccountType::kOther}});
      break;
    case FrameType::kEvents: {
      RelayedEvent event;
      event.kind = RelayedEvent::Kind::kNotification;
      event.phase = 2;
      event.previous = event.current = 1;
      event.merged = 3;
      event.timestamp = 1.5e12;
      EventsEncoder(bytes).Add(event);
      break;
    }
    default:
      return Encoded(MakeRequest(static_cast<int>(type) <= kRequests ? type : FrameType::kPing));
  }
  return bytes;
}

// Decodes and encodes the frame again; null when it is refused.
std::optional<Bytes> Again(const Frame& frame) {
  Bytes bytes;
  if (const auto request = DecodeRequest(frame)) {
    Encode(bytes, *request);
  } else if (const auto welcome = DecodeWelcome(frame)) {
    Encode(bytes, *welcome);
  } else if (const auto answer = DecodeAnswer(frame)) {
    Encode(bytes, *answer);
  } else if (const auto names = DecodeNames(frame)) {
    Encode(bytes, names->id, names->names);
    if (!names->last) bytes.at(kHeaderSize + sizeof(names->id)) = 0;
  } else if (const auto accounts = DecodeAccounts(frame)) {
    Encode(bytes, accounts->id, accounts->accounts);
    if (!accounts->last) bytes.at(kHeaderSize + sizeof(accounts->id)) = 0;
  } else if (const auto count = CountEvents(frame)) {
    EventsEncoder events(bytes);
    for (std::size_t i = 0; i < *count; ++i) {
      const auto event = DecodeEvent(frame, i);
      if (!event) return std::nullopt;
      events.Add(*event);
    }
  } else {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace

TEST_CASE("a million generated frames are decoded or refused, and what is decoded encodes back") {
  std::mt19937 random(20'261'121);  // NOLINT(*-msc51-cpp): the same frames every time
  std::uniform_int_distribution<int> byte(0, 255);
  std::array<int, kTypes.size()> decoded{};
  std::array<int, kTypes.size()> refused{};
  for (int i = 0; i < 1'000'000; ++i) {
    const std::size_t which = static_cast<std::size_t>(byte(random)) % kTypes.size();
    const auto type = static_cast<FrameType>(kTypes[which]);
    // Mostly sound frames with changed bytes: random bytes would fail the first check.
    Bytes body = Body(type);
    body.erase(body.begin(), body.begin() + kHeaderSize);
    for (int change = byte(random) % 4; change > 0 && !body.empty(); --change) {
      body[static_cast<std::size_t>(byte(random)) % body.size()] =
          static_cast<std::uint8_t>(byte(random));
    }
    if (byte(random) < 32 && !body.empty()) body.resize(body.size() - 1);
    const auto again = Again({type, body.data(), body.size()});
    ++(again ? decoded : refused)[which];
    if (again && Bytes(again->begin() + kHeaderSize, again->end()) != body) FAIL("it changed");
  }
  for (std::size_t which = 0; which < kTypes.size(); ++which) {
    CAPTURE(kTypes[which]);
    CHECK((decoded[which] > 1'000) == (kTypes[which] != 14));
    CHECK(refused[which] > 1'000);
  }
}
