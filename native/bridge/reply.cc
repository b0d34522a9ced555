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
  const Envelope envelope(target, FrameType::kNames);
  const std::size_t start = target.size();
  Writer writer(target);
  writer(id);
  const std::size_t last = target.size();
  writer(std::uint8_t{0});
  for (; next < names.size(); ++next) {
    const std::u16string& name = names[next];
    if (name.size() > kProfileLimit) continue;  // no client could open it
    if (target.size() - start + 2 + 2 * name.size() > kBodyLimit) break;
    writer(name);
  }
  target[last] = next == names.size() ? 1 : 0;
}

void Encode(Bytes& target, std::uint32_t id, const std::vector<std::u16string>& names) {
  std::size_t next = 0;
  do {
    EncodeSome(target, id, names, next);
  } while (next < names.size());
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
  if (frame.type != FrameType::kNames) return std::nullopt;
  Reader reader(frame.body, frame.size);
  Names names;
  std::uint8_t last = 0;
  reader(names.id, last);
  names.last = last == 1;
  while (!reader.empty()) reader(names.names.emplace_back());
  if (last > 1 || !reader.whole()) return std::nullopt;
  return names;
}

}  // namespace rx_outlook::bridge
