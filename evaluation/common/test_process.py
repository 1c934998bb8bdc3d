"""The time, memory and output of a child process."""

import sys
import unittest

from evaluation.common.process import run


class Process(unittest.TestCase):
    def test_time_memory_and_output_are_those_of_the_child(self):
        done = run([sys.executable, "-c", "x = bytearray(80 << 20); print(len(x))"], timeout=60)
        self.assertEqual((done.code, done.output.strip()), (0, str(80 << 20)))
        self.assertGreater(done.peak_mib, 80)

    def test_what_takes_too_long_is_ended(self):
        done = run(["sleep", "60"], timeout=0.2)
        self.assertEqual(done.code, -9)
        self.assertLess(done.wall, 30)


if __name__ == "__main__":
    unittest.main()
