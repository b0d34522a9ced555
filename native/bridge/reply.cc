#include <algorithm>

#include "bridge/envelope.h"

namespace rx_outlook::bridge {
namespace {

// The fields of each frame in the order of their bytes, for Writer and Reader.
template <typename Fields, typename AnyWelcome>
void VisitWelcome(Fields& fields, AnyWelcome& welcome) {
  fields(welcome.id, welcome.version, welcome.host, welcome.product);
}
template <typename Fields, typename AnyAnswer>
void VisitAnswer(Fields& fields, AnyAnswer& answer) {
  fields(answer.id, answer.hresult, answer.value, answer.operation, answer.text);
}
template <typename Fields, typename AnyEntry>
void VisitEntry(Fields& fields, AnyEntry& entry) {
  if constexpr (std::is_same_v<std::remove_const_t<AnyEntry>, std::u16string>) {
    fields(entry);
  } else {
    fields(entry.id, entry.type, entry.name);
  }
}

// Other entries are left out: no client could open them, or tell them apart by their numbers. An
// empty name would open the profile.
bool CanBeListed(const std::u16string& name) noexcept { return name.size() <= kNameLimit; }
bool CanBeListed(const AccountInfo& account) noexcept { return IsAccount(account); }

std::size_t SizeOf(const std::u16string& name) noexcept { return 2 + 2 * name.size(); }
std::size_t SizeOf(const AccountInfo& account) noexcept { return 9 + SizeOf(account.name); }

template <typename Entry>
void EncodeFrame(Bytes& target, FrameType type, std::uint32_t id, const std::vector<Entry>& list,
                 std::size_t& next) {
  const Envelope envelope(target, type);
  const std::size_t start = target.size();
  Writer writer(target);
  writer(id);
  const std::size_t last = target.size();
  writer(std::uint8_t{0});
  for (; next < list.size(); ++next) {
    const Entry& entry = list[next];
    if (!CanBeListed(entry)) continue;
    if (target.size() - start + SizeOf(entry) > kBodyLimit) break;
    VisitEntry(writer, entry);
  }
  target[last] = next == list.size() ? 1 : 0;
}

template <typename Entry>
void EncodeAll(Bytes& target, std::uint32_t id, const std::vector<Entry>& list) {
  std::size_t next = 0;
  do {
    EncodeSome(target, id, list, next);
  } while (next < list.size());
}

// False when the frame is malformed or of another type.
template <typename Message, typename Entry>
bool DecodeList(const Frame& frame, FrameType type, Message& message, std::vector<Entry>& list) {
  if (frame.type != type) return false;
  Reader reader(frame.body, frame.size);
  std::uint8_t last = 0;
  reader(message.id, last);
  message.last = last == 1;
  while (!reader.empty()) VisitEntry(reader, list.emplace_back());
  return last <= 1 && reader.whole();
}

}  // namespace

void Encode(Bytes& target, const Welcome& welcome) {
  const Envelope envelope(target, FrameType::kWelcome);
  Writer writer(target);
  VisitWelcome(writer, welcome);
}

void Encode(Bytes& target, const Answer& answer) {
  const Envelope envelope(target, FrameType::kAnswer);
  Writer writer(target);
  VisitAnswer(writer, answer);
}

void EncodeSome(Bytes& target, std::uint32_t id, const std::vector<std::u16string>& names,
                std::size_t& next) {
  EncodeFrame(target, FrameType::kNames, id, names, next);
}

void EncodeSome(Bytes& target, std::uint32_t id, const std::vector<AccountInfo>& accounts,
                std::size_t& next) {
  EncodeFrame(target, FrameType::kAccountList, id, accounts, next);
}

void Encode(Bytes& target, std::uint32_t id, const std::vector<std::u16string>& names) {
  EncodeAll(target, id, names);
}

void Encode(Bytes& target, std::uint32_t id, const std::vector<AccountInfo>& accounts) {
  EncodeAll(target, id, accounts);
}

std::optional<Welcome> DecodeWelcome(const Frame& frame) {
  if (frame.type != FrameType::kWelcome) return std::nullopt;
  Reader reader(frame.body, frame.size);
  Welcome welcome;
  VisitWelcome(reader, welcome);
  const bool is_host = welcome.host == Host::kOutlook || welcome.host == Host::kEmbedded;
  if (!is_host || !reader.whole()) return std::nullopt;
  return welcome;
}

std::optional<Answer> DecodeAnswer(const Frame& frame) {
  if (frame.type != FrameType::kAnswer) return std::nullopt;
  Reader reader(frame.body, frame.size);
  Answer answer;
  VisitAnswer(reader, answer);
  if (!reader.whole()) return std::nullopt;
  return answer;
}

std::optional<Names> DecodeNames(const Frame& frame) {
  Names names;
  if (!DecodeList(frame, FrameType::kNames, names, names.names)) return std::nullopt;
  return names;
}

std::optional<Accounts> DecodeAccounts(const Frame& frame) {
  Accounts accounts;
  auto& list = accounts.accounts;
  if (!DecodeList(frame, FrameType::kAccountList, accounts, list)) return std::nullopt;
  if (!std::all_of(list.begin(), list.end(), IsAccount)) return std::nullopt;
  return accounts;
}

}  // namespace rx_outlook::bridge
