using Xmrl.Fixtures;
using Xmrl.Offline.Data;

namespace Xmrl.Offline.Tests.Data;

public sealed class DescriptionFuzzTests : IDisposable
{
    private const int Cases = 4_000;

    private static readonly string[] s_tokens =
        [
            "{", "}", "[", "]", "\"", ":", ",", "null", "true", "-1", "1e999", "\"NaN\"", "NaN", "\"buffers\":[]", "\"file\"",
            "\"parameters\"", "\"set\"", "training", "../", "\\ud800", "\\u0000", "\n", "//", "\"stageReturns\":[]",
        ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadDescription_HostileFiles_RefusesWithTheFile()
    {
        Buffers.Store(_folder.FullPath);
        string path = _folder[OfflineDataSet.FileName];
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "dataset.json",
                Corpus = [File.ReadAllBytes(path)],
                Tokens = s_tokens,
                Read = bytes =>
                {
                    TemporaryFolder.Overwrite(path, bytes);
                    DataSetDescription found = OfflineDataSet.ReadDescription(_folder.FullPath);
                    found.Buffers.ShouldAllBe(entry => Path.GetFileName(entry.File) == entry.File && entry.StageReturns.Length == 3);
                },
                Fault = error => error is not InvalidDataException ? "an exception that is not documented"
                    : error.Message.StartsWith(path, StringComparison.Ordinal) ? null
                    : "a message without file",
            },
            Cases,
            seed: 11);
        accepted.ShouldBeGreaterThan(Cases / 100);
        refused.ShouldBeGreaterThan(Cases / 4);
    }

    [Fact]
    public void Read_HostileBuffers_RefusesWithTheFile()
    {
        string path = _folder["task.safetensors"];
        TaskBuffer valid = Buffers.Of();
        BufferFile.Write(path, valid, Buffers.Form, "by hand");
        (_, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "buffers",
                Corpus = [File.ReadAllBytes(path)],
                Tokens = ["\"shape\"", "\"F32\"", "\"I64\"", "[9,1]", "[18]", "0", "-1", "9223372036854775807", "{", "}"],
                Read = bytes =>
                {
                    TemporaryFolder.Overwrite(path, bytes);
                    Buffers.Form.Check(BufferFile.Read(path, valid.MdpTask, Buffers.Form), path);
                },
                Fault = error => error is not InvalidDataException ? "an exception that is not documented"
                    : error.Message.Contains(path, StringComparison.Ordinal) ? null
                    : "a message without file",
            },
            Cases,
            seed: 12);
        refused.ShouldBeGreaterThan(Cases / 4);
    }
}
