#include "bridge/windows/pipe_streams.h"

#include <algorithm>
#include <utility>

namespace rx_outlook::bridge {
namespace {

constexpr std::chrono::milliseconds kCancelLimit{500};

}  // namespace

PipeStreams::~PipeStreams() {
  for (const auto& stream : all_) stream->Close();
  Reap();
  const auto until = Loop::Clock::now() + kCancelLimit;
  auto left = kCancelLimit;
  while (!all_.empty() && left.count() > 0) {
    if (!port_.Take(static_cast<DWORD>(left.count()))) break;
    Reap();
    left = std::chrono::ceil<std::chrono::milliseconds>(until - Loop::Clock::now());
  }
  for (auto& stream : all_) static_cast<void>(stream.release());
}

PipeStream* PipeStreams::Add(Handle pipe) {
  auto stream = std::make_unique<PipeStream>(std::move(pipe));
  if (!stream->Attach(port_.get())) return nullptr;
  return all_.emplace_back(std::move(stream)).get();
}

void PipeStreams::Reap() noexcept {
  const auto is_over = [](const auto& stream) { return stream->is_closed() && !stream->busy(); };
  all_.erase(std::remove_if(all_.begin(), all_.end(), is_over), all_.end());
}

}  // namespace rx_outlook::bridge
