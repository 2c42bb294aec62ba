#pragma once

#include <cstddef>
#include <cstdint>

/// Changes bytes in place, somehow; libFuzzer's own, or driver.cpp's.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace shoujie::fuzz {

/// A custom mutator for inputs whose lines are JSON, or words: mostly changes one node of one
/// document, so that it still parses and the change is seen behind the parser; else some bytes.
std::size_t mutateLines(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed);

} // namespace shoujie::fuzz
