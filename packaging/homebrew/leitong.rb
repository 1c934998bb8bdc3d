# `packaging/fill` replaces what stands between @ signs.
class Leitong < Formula
  desc "Finds text that occurs more than once in a collection"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@DOWNLOAD@/leitong-@VERSION@-aarch64-apple-darwin.tar.gz"
      sha256 "@SHA256 aarch64-apple-darwin@"
    end
    on_intel do
      url "@DOWNLOAD@/leitong-@VERSION@-x86_64-apple-darwin.tar.gz"
      sha256 "@SHA256 x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "@DOWNLOAD@/leitong-@VERSION@-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256 aarch64-unknown-linux-musl@"
    end
    on_intel do
      url "@DOWNLOAD@/leitong-@VERSION@-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256 x86_64-unknown-linux-musl@"
    end
  end

  def install
    bin.install "leitong"
    bash_completion.install "completions/leitong.bash" => "leitong"
    zsh_completion.install "completions/_leitong"
    fish_completion.install "completions/leitong.fish"
    man1.install Dir["man/*.1"]
    doc.install Dir["LICENSE*", "NOTICE*"]
  end

  test do
    line = "The ferryman unties the rope and carries the first villagers to the other bank. "
    (testpath/"a.txt").write(line * 2)
    (testpath/"b.txt").write(line * 2)
    assert_match "1 finding", shell_output("#{bin}/leitong scan a.txt b.txt")
  end
end
