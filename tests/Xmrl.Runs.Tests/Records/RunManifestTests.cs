using System.Security.Cryptography;
using System.Text.Json;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;

namespace Xmrl.Runs.Tests.Records;

public sealed class RunManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDirectory _run;

    public RunManifestTests() => _run = RunDirectory.Create(
        _folder["run"],
        force: false,
        new RunState { Phase = RunPhase.Running },
        prepare: run =>
        {
            File.WriteAllText(run.ConfigurationPath, "a: 1\n");
            run.Manifest.Seal(run.ConfigurationPath);
        });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Problems_NothingChanged_AreNone()
    {
        File.WriteAllText(_run.MetricsPath, "");
        Directory.CreateDirectory(_run.EvaluationsPath);
        File.WriteAllText(Path.Combine(_run.EvaluationsPath, "a.json"), "");
        RunDirectory.Create(_folder["run/inner"], force: false, new RunState { Phase = RunPhase.Running });
        _run.Finish(RunPhase.Done, "");

        _run.Manifest.Problems().ShouldBeEmpty();
        _run.Manifest.Entries.Keys.ShouldBe(["config.yaml", "evaluations/a.json", "identity.json", "metrics.jsonl"]);
        _run.Manifest.Entries["config.yaml"].ShouldBe(new ManifestEntry(5, Convert.ToHexStringLower(SHA256.HashData("a: 1\n"u8)), true));
    }

    [Theory]
    [InlineData("a: 2\n", "has SHA-256")]
    [InlineData("a: 10\n", "has 6 bytes")]
    [InlineData(null, "is missing")]
    public void Problems_FileChanged_NameItAndStayWhenTheRunEnds(string? content, string expected)
    {
        if (content is null)
        {
            File.Delete(_run.ConfigurationPath);
        }
        else
        {
            File.WriteAllText(_run.ConfigurationPath, content);
        }

        _run.Finish(RunPhase.Done, "");

        ManifestProblem problem = _run.Manifest.Problems().Single();
        problem.Name.ShouldBe("config.yaml");
        problem.Message.ShouldContain(expected);
        _run.Manifest.IsWhole(_run.ConfigurationPath).ShouldBeFalse();
    }

    [Fact]
    public void Continue_FinishedRun_AsksNothingOfFilesThatGrow()
    {
        File.WriteAllText(_run.MetricsPath, "");
        _run.Finish(RunPhase.Cancelled, "");
        _run.Continue();
        File.WriteAllText(_run.MetricsPath, "more");

        _run.Manifest.Problems().ShouldBeEmpty();
        _run.Manifest.Entries.Keys.ShouldBe(["config.yaml"]);
    }

    [Fact]
    public void IsWhole_NotListed_IsNotKnownToBeTheRuns()
    {
        _run.Manifest.IsWhole(_run.EvaluationPath).ShouldBeFalse();
        File.WriteAllText(_run.EvaluationPath, "{}");
        _run.Manifest.IsWhole(_run.EvaluationPath).ShouldBeFalse();
        Should.Throw<InvalidDataException>(
            () => _run.Manifest.Require(_run.EvaluationPath)).Message.ShouldContain("evaluation.json is not listed in manifest.json");

        _run.Store(_run.EvaluationPath, new { });

        _run.Manifest.IsWhole(_run.EvaluationPath).ShouldBeTrue();
    }

    [Fact]
    public void IsWhole_BeforeLayout3_IsWhetherItIsThere()
    {
        var former = new RunManifest(_folder.FullPath);
        former.IsWhole(_folder["tasks.json"]).ShouldBeFalse();
        File.WriteAllText(_folder["tasks.json"], "{}");
        former.IsWhole(_folder["tasks.json"]).ShouldBeTrue();
    }

    [Fact]
    public void Store_ManyAtOnce_ListsEveryOne()
    {
        const int Writers = 8;
        const int Each = 6;

        Parallel.For(0, Writers, writer =>
        {
            // Each has a view of its own, as a process has.
            RunDirectory run = RunDirectory.Open(_run.FullPath);
            for (int i = 0; i < Each; i++)
            {
                run.Store(run.File($"result-{writer}-{i}.json"), new { writer, i });
            }
        });

        _run.Manifest.Entries.Count.ShouldBe((Writers * Each) + 1);
        _run.Manifest.Problems().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Entries_ManifestGone_IsAnError(bool isFolder)
    {
        File.Delete(_run.File(RunManifest.Name));
        if (isFolder)
        {
            Directory.CreateDirectory(_run.File(RunManifest.Name));
        }

        Should.Throw<InvalidDataException>(() => _run.Manifest.Entries).Message.ShouldContain("manifest.json is missing");
        Should.Throw<InvalidDataException>(() => _run.Finish(RunPhase.Done, "")).Message.ShouldContain("manifest.json is missing");
        RunCheck.Problems(_run).ShouldContain(problem => problem.Message.Contains("has no manifest.json", StringComparison.Ordinal));
    }

    [Fact]
    public void Entries_AnyBitFlipped_IsAnError() => EveryBit.Flipped(_run.File(RunManifest.Name), () =>
        Should.Throw<InvalidDataException>(() => _run.Manifest.Entries).Message.ShouldContain(RunManifest.Name));

    [Fact]
    public void Entries_ManifestOfAnotherRun_SaysWhich()
    {
        RunDirectory other = RunDirectory.Create(_folder["other"], force: false, new RunState { Phase = RunPhase.Running, Seed = 7 });
        File.Copy(other.File(RunManifest.Name), _run.File(RunManifest.Name), overwrite: true);

        Should.Throw<InvalidDataException>(() => _run.Manifest.Entries).Message.ShouldContain(
            $"belongs to the run {other.ReadIdentity()!.Hash}; expected {_run.ReadIdentity()!.Hash}");
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a/../../x")]
    [InlineData("a\\x")]
    [InlineData("")]
    [InlineData("a//b")]
    public void Read_NameOutsideTheRun_IsRefused(string name)
    {
        var file = new Dictionary<string, object> { [name] = new { bytes = 0, sha256 = new string('0', 64), @fixed = true } };
        File.WriteAllText(_folder[RunManifest.Name], JsonSerializer.Serialize(new { version = 1, files = file }));

        Should.Throw<InvalidDataException>(
            () => new RunManifest(_folder.FullPath).Problems()).Message.ShouldContain("expected a file inside the run directory");
    }

    [Theory]
    [InlineData("{}", "line 1")]
    [InlineData("""{"version":2,"files":{}}""", "version 2")]
    [InlineData("""{"version":1,"files":null}""", "line 1")]
    [InlineData("""{"version":1,"files":{"a":null}}""", "holds null")]
    [InlineData("""{"version":1,"files":{"a":{"bytes":1,"sha256":"00","fixed":true}}}""", "is not valid")]
    [InlineData(
        """{"version":1,"files":{"a":{"bytes":-1,"sha256":"00000000000000000000000000000000"""
            + """00000000000000000000000000000000","fixed":true}}}""",
        "is not valid")]
    [InlineData("[", "line 1")]
    public void Read_Invalid_SaysWhat(string text, string expected)
    {
        File.WriteAllText(_folder[RunManifest.Name], text);

        Should.Throw<InvalidDataException>(() => new RunManifest(_folder.FullPath).Entries).Message.ShouldContain(expected);
    }
}
