#include "backends/embedded/flood.h"

#include <utility>

#include "base/thread.h"

namespace rx_outlook::embedded {

std::shared_ptr<Flood> Flood::Start(const std::shared_ptr<Profile>& profile, std::uint64_t changes,
                                    std::uint32_t threads, Done done) {
  auto flood = std::make_shared<Flood>(std::move(done));
  flood->running_ = threads;
  for (std::uint32_t i = 0; i < threads; ++i) {
    const std::uint64_t share = changes / threads + (i < changes % threads ? 1 : 0);
    try {
      // Detached: a flood that is never stopped must not hold up the end of the process.
      StartThread([flood, profile, share, endless = changes == 0] {
        flood->Run(*profile, share, endless);
      });
    } catch (...) {
      flood->Stop();
      flood->EndThreads(threads - i);  // counts those never started
      throw;
    }
  }
  return flood;
}

void Flood::Run(Profile& profile, std::uint64_t changes, bool endless) {
  std::uint64_t made = 0;
  {
    Profile::Cache cache;  // releases its references to the callbacks before the call of done_
    while ((endless || made < changes) && !stopped_ && !profile.removed()) {
      profile.Flip(cache);
      ++made;
    }
  }
  made_ += made;
  EndThreads(1);
}

void Flood::EndThreads(std::uint32_t threads) {
  if (running_.fetch_sub(threads) == threads) done_(made_);
}

}  // namespace rx_outlook::embedded
