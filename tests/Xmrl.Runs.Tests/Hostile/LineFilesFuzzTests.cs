using System.Text;
using System.Text.RegularExpressions;
using Xmrl.Fixtures;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.TensorBoard;

namespace Xmrl.Runs.Tests.Hostile;

/// <summary>The files that grow while a run works, and the marker of its state.</summary>
public sealed partial class LineFilesFuzzTests : IDisposable
{
    private const int MetricsCases = 12_000;
    private const int ProgressCases = 8_000;
    private const int EventCases = 12_000;
    private const int StateCases = 6_000;

    /// <summary>Few, because each closes a file that is flushed to the disk.</summary>
    private const int ResumeCases = 400;

    private static readonly string[] s_json =
    [
        "{", "}", "[", "]", "\"", ":", ",", "\\ud800", "\\u0000", "null", "true", "\"iteration\":1,",
        "\"hash/parameters\":\"0123456789abcdef\",", "\"iteration\":\"NaN\",", "NaN", "-", "e", "\r\n", "\n", "\n\n", "\ufeff", "//",
    ];
    private static readonly string[] s_csv =
    [
        ",", "\n", "\r\n", "\"", "iteration", "iteration,a\n", "NaN", "Infinity", "-", "e5", " ", ";", "\t", "\0",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadMetrics_HostileFiles_RefusesWithFileAndLine()
        => Run(
            "metrics.jsonl",
            [
                "{\"iteration\":0,\"a\":1.5,\"hash/parameters\":\"0123456789abcdef\"}\n"
                    + "{\"iteration\":1,\"a\":\"NaN\",\"task/1/return\":-1e300,\"hash/parameters\":\"0123456789abcdef\"}\n",
            ],
            s_json, MetricsCases, path =>
        {
            foreach (MetricsRow row in MetricsReader.Read(path))
            {
                row.Values.ContainsKey("iteration").ShouldBeFalse();
            }
        });

    [Fact]
    public void ReadProgress_HostileFiles_RefusesWithFileAndLine()
        => Run(
            "progress.csv", ["iteration,a,b\n0,1.5,2\n1,NaN,-Infinity\n"], s_csv, ProgressCases,
            path => _ = ProgressCsvReader.Read(path).Count());

    [Fact]
    public void ReadState_HostileFiles_RefusesWithFileAndLine()
    {
        const string State =
            """{"state":"done","action":"improve","experiment":"drone","seed":1,"quick":false"""
                + ""","stage":"Evaluation","message":"","startedAt":"2026-01-02T03:04:05+00:00","finishedAt":null}""";
        Run("state.json", [State, State.Replace(",", ",\n", StringComparison.Ordinal)], s_json, StateCases, path =>
        {
            RunState state = RunDirectory.Open(_folder.FullPath).ReadState();
            (state.Experiment is null || state.Action is null || state.Message is null || state.Stage is null).ShouldBeFalse();
        });
    }

    /// <summary>What is accepted names files inside the run directory alone.</summary>
    [Fact]
    public void ReadManifest_HostileFiles_RefusesWithFileAndPlace()
    {
        const string Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        string manifest =
            $$"""{"version":1,"files":{"config.yaml":{"bytes":0,"sha256":"{{Hash}}","fixed":true}"""
                + $$""","checkpoints/base-iteration-00000001.safetensors":{"bytes":7,"sha256":"{{Hash}}","fixed":false} } }""";
        Run(
            "manifest.json", [manifest], [.. s_json, "../", "..", "/", "/etc/passwd", "\\", "a/b", "\"files\":null", "\"version\":2", "-1"],
            StateCases, path =>
        {
            var files = new RunManifest(Path.GetDirectoryName(path)!);
            foreach (string name in files.Entries.Keys)
            {
                Path.GetFullPath(Path.Combine(_folder.FullPath, name.Replace('\0', ' ')))
                    .ShouldStartWith(_folder.FullPath + Path.DirectorySeparatorChar);
            }

            _ = files.Problems();
        });
    }

    [Fact]
    public void Series_FilesOfOtherNames_AreNoSeries()
    {
        string[] names =
        [
            "metrics.jsonl",
            "metrics-a b.jsonl",
            "metrics-ä.jsonl",
            "metrics-..jsonl",
            "metrics-x-1.jsonl",
            "metricsx.jsonl",
        ];
        foreach (string name in names)
        {
            File.WriteAllText(_folder[name], "");
        }

        File.WriteAllText(_folder["state.json"], "{}");

        RunDirectory.Open(_folder.FullPath).Series().ShouldBe(["", "x-1"]);
    }

    [Fact]
    public void ReadEvents_HostileFiles_RefusesWithFileAndByte()
    {
        string valid = _folder["valid"];
        using (EventWriter writer = EventWriter.Open(valid))
        {
            writer.Write(0, [KeyValuePair.Create("charts/a", 1.5), KeyValuePair.Create("charts/b", double.NaN)]);
            writer.Write(5, [KeyValuePair.Create("charts/a", -1.0)]);
        }

        byte[] bytes = File.ReadAllBytes(valid);
        File.Delete(valid);
        Fuzzer.Run(
            Target(
                "events", [bytes, bytes[..^3]], ["brain.Event:2", "brain.Event:3", "\0\0\0\0"], path => _ = EventReader.Read(path).Count()),
            EventCases, seed: 4);
        Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName).ShouldBe(["events"]);
    }

    /// <summary>Whatever a crash left in the file, a resumed run can write on, and what it keeps and writes is read back.</summary>
    [Fact]
    public void OpenEvents_HostileFiles_GoesOn()
    {
        string valid = _folder["valid"];
        using (EventWriter writer = EventWriter.Open(valid))
        {
            for (int step = 0; step < 4; step++)
            {
                writer.Write(step, [KeyValuePair.Create("a", (double)step)]);
            }
        }

        byte[] bytes = File.ReadAllBytes(valid);
        Fuzzer.Run(
            Target("events", [bytes], ["brain.Event:2"], path =>
            {
                using (EventWriter writer = EventWriter.Open(path, 2))
                {
                    writer.NextStep.ShouldBeInRange(0, 2);
                    writer.Write(2, [KeyValuePair.Create("a", 2.0)]);
                }

                long[] steps = [.. EventReader.Read(path).Select(static found => found.Step)];
                steps[^1].ShouldBe(2);
                steps.ShouldBe(steps.Distinct());
            }) with
            { Fault = static _ => "a resumed run could not go on" },
            ResumeCases,
            seed: 5);
    }

    private void Run(string name, string[] corpus, string[] tokens, int cases, Action<string> read)
    {
        (int accepted, int refused) = Fuzzer.Run(Target(name, [.. corpus.Select(Encoding.UTF8.GetBytes)], tokens, read), cases, seed: 3);

        accepted.ShouldBeGreaterThan(cases / 100);
        refused.ShouldBeGreaterThan(cases / 10);
        Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName).ShouldBe([name], "Reading writes nothing.");
    }

    private FuzzTarget Target(string name, IReadOnlyList<byte[]> corpus, string[] tokens, Action<string> read)
    {
        string path = _folder[name];
        return new FuzzTarget
        {
            Name = name,
            Corpus = corpus,
            Tokens = tokens,
            Read = bytes =>
            {
                TemporaryFolder.Overwrite(path, bytes);
                read(path);
            },
            Fault = error => error is not InvalidDataException ? "an exception that is not documented"
                : error.Message.StartsWith(path, StringComparison.Ordinal) && Position().IsMatch(error.Message) ? null
                : "a message without file and position",
        };
    }

    [GeneratedRegex(
        @", (line|byte) \d+: .+\.\z|: (the entry|found version|the run has layout) .+\.\z",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Position();
}
