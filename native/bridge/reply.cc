#include "bridge/envelope.h"

namespace rx_outlook::bridge {
namespace {

std::string Shortened(const std::string& text) {
  if (text.size() <= kTextLimit) return text;
  std::size_t end = kTextLimit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);  // not in the middle of a character
}

}  // namespace

void Encode(Bytes& target, const Welcome& welcome) {
  const Envelope envelope(target, FrameType::kWelcome);
  Writer writer(target);
  writer.Put(welcome.id);
  writer.Put(welcome.version);
  writer.Put(static_cast<std::uint16_t>(welcome.host));
  writer.Put(Shortened(welcome.product));
}

void Encode(Bytes& target, const Answer& answer) {
  const Envelope envelope(target, FrameType::kAnswer);
  Writer writer(target);
  writer.Put(answer.id);
  writer.Put(answer.hresult);
  writer.Put(answer.value);
  writer.Put(Shortened(answer.operation));
  writer.Put(Shortened(answer.text));
}

void EncodeSome(Bytes& target, std::uint32_t id, const std::vector<std::u16string>& names,
                std::size_t& next) {
  const Envelope envelope(target, FrameType::kNames);
  const std::size_t start = target.size();
  Writer writer(target);
  writer.Put(id);
  const std::size_t last = target.size();
  writer.Put(std::uint8_t{0});
  for (; next < names.size(); ++next) {
    const std::u16string& name = names[next];
    if (name.size() > kProfileLimit) continue;  // it could not be opened either
    if (target.size() - start + 2 + 2 * name.size() > kBodyLimit) break;
    writer.Put(name);
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
  welcome.id = reader.Get<std::uint32_t>();
  welcome.version = reader.Get<std::uint16_t>();
  welcome.host = static_cast<Host>(reader.Get<std::uint16_t>());
  welcome.product = reader.GetText<char>(kTextLimit);
  if (welcome.host != Host::kOutlook && welcome.host != Host::kEmbedded) reader.Spoil();
  if (!reader.whole()) return std::nullopt;
  return welcome;
}

std::optional<Answer> DecodeAnswer(const Frame& frame) {
  if (frame.type != FrameType::kAnswer) return std::nullopt;
  Reader reader(frame.body, frame.size);
  Answer answer;
  answer.id = reader.Get<std::uint32_t>();
  answer.hresult = reader.GetSigned();
  answer.value = reader.Get<std::uint32_t>();
  answer.operation = reader.GetText<char>(kTextLimit);
  answer.text = reader.GetText<char>(kTextLimit);
  if (!reader.whole()) return std::nullopt;
  return answer;
}

std::optional<Names> DecodeNames(const Frame& frame) {
  if (frame.type != FrameType::kNames) return std::nullopt;
  Reader reader(frame.body, frame.size);
  Names names;
  names.id = reader.Get<std::uint32_t>();
  const auto last = reader.Get<std::uint8_t>();
  names.last = last == 1;
  if (last > 1) reader.Spoil();
  while (!reader.empty()) names.names.push_back(reader.GetText<char16_t>(kProfileLimit));
  if (!reader.whole()) return std::nullopt;
  return names;
}

}  // namespace rx_outlook::bridge
