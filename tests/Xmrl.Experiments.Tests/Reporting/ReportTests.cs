using System.Globalization;
using System.Text;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Reporting;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Experiments.Tests.Records;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;
using Xmrl.Runs.Replays;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Experiments.Tests.Reporting;

/// <summary>A report is a function of the files of its run.</summary>
public sealed class ReportTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    private RunDirectory Run => finished.Run.Directory;

    [Fact]
    public void Of_FinishedRun_IsWhatTheRunStored()
        => Text(Run).ShouldBe(Encoding.UTF8.GetString(File.ReadAllBytes(Run.ReportDataPath)));

    [Fact]
    public void Of_CopyInAnotherProcess_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        string copy = Copy(folder, "another name");
        File.Delete(Path.Combine(copy, "report.json"));
        File.Delete(Path.Combine(copy, "heartbeat.json"));
        var surroundings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TZ"] = "Pacific/Kiritimati",
            ["LANG"] = "de_DE.UTF-8",
            ["LC_ALL"] = "tr_TR.UTF-8",
            ["HOME"] = folder.FullPath,
            ["XMRL_COMMAND"] = "other",
            ["NO_COLOR"] = "1",
        };

        using var host = new HostProcess("report", copy, surroundings);

        host.Finish().ShouldHaveSingleItem().ShouldBe(Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Run.ReportDataPath))));
    }

    [Fact]
    public void Of_OtherCulture_GivesTheSame()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign, other.NumberFormat.PercentSymbol) = (",", "~", "pc");
        try
        {
            CultureInfo.CurrentCulture = other;
            Text(Run).ShouldBe(Encoding.UTF8.GetString(File.ReadAllBytes(Run.ReportDataPath)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Of_FinishedRun_ShowsEpisodesBeforeAndAfterOnPoorAndOtherTasks()
    {
        ReportData report = Report.Of(Run);

        report.Episodes.Count.ShouldBe(4 * 2 * 2, "two poor test tasks and two others, two policies, before and after adaptation");
        Dictionary<string, ReportTask> tasks = report.Tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
        report.Episodes.ShouldAllBe(episode => tasks[episode.TaskId].Marks.Count == 2);
        report.Episodes.Select(episode => episode.TaskId).Distinct().Select(id => tasks[id].IsPoor).ShouldBe([true, true, false, false]);
        report.Episodes.Take(4).Select(episode => (episode.Phase, episode.IsAdapted)).ShouldBe(
            [(ReportPhase.Before, false), (ReportPhase.Before, true), (ReportPhase.After, false), (ReportPhase.After, true)]);
        report.Episodes.ShouldAllBe(episode => episode.Succeeded != null && episode.Marks.Single().Points.Length > 1);
        ReportDecision decision = report.Identity.Decision!;
        (decision.Outcome, decision.IsQuick).ShouldBe((ReportOutcome.Kept, false));
        decision.Sentence.ShouldStartWith("Keep the policy as trained: ");
        decision.Sentence.Split(' ').Length.ShouldBeLessThanOrEqualTo(25);
        decision.File.ShouldBe("repaired.safetensors");
        report.Identity.CommandLine.ShouldBe("xmrl improve drone");
        report.Identity.Statuses.ShouldNotContain(status => status.Text.Contains("not finished", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_RunThatStoredLess_SaysWhatIsNotShown()
    {
        using var folder = new TemporaryFolder();
        string copy = Copy(folder, "former");
        foreach (string name in new[] { RunDescription.FileName, StoredEpisodes.FileName, "report.json" })
        {
            File.Delete(Path.Combine(copy, name));
        }

        RunDirectory run = RunDirectory.Open(copy);
        StoredEvaluation evaluation = StoredEvaluation.Read(run);
        RunJson.Write(run.EvaluationPath, evaluation with { Adaptation = [] });

        ReportData report = Report.Of(run);

        ReportData whole = Report.Of(Run);
        report.Methods.Select(method => (method.Name, method.IsOurs, method.Mean!.Value))
            .ShouldBe(whole.Methods.Select(method => (method.Name, method.IsOurs, method.Mean!.Value)));
        report.Identity.Verdict.ShouldBe(whole.Identity.Verdict);
        report.Curves.Select(curve => curve.Label).ShouldBe(whole.Curves.Select(curve => curve.Label));
        report.Tasks[0].Parameters.Keys.ShouldBe(["parameter 1", "parameter 2", "parameter 3", "parameter 4"]);
        report.Identity.Statuses.Select(status => status.Text).ShouldContain(
            "Not shown, because the version of Xmrl that made this run did not store it: the names of the task parameters, the protocol, "
                + "and how tasks are drawn; the scores after each adaptation step; episodes of the poor tasks.");
        Text(run).ShouldNotBeEmpty();
    }

    [Fact]
    public void Of_FilesThatDoNotFitEachOther_SaysSo()
    {
        using var folder = new TemporaryFolder();
        RunDirectory run = RunDirectory.Open(Copy(folder, "mixed"));
        StoredEvaluation evaluation = StoredEvaluation.Read(run);
        RunJson.Write(
            run.EvaluationPath,
            evaluation with { Methods = [.. evaluation.Methods.Select(row => row with { Scores = row.Scores[1..] })] });

        Should.Throw<InvalidDataException>(() => Report.Of(run)).Message.ShouldContain("scores of another number of test tasks");
    }

    [Theory]
    [InlineData("\"series\": \"xmrl\"", "\"series\": \"../xmrl\"", "expected letters, digits and hyphens")]
    [InlineData("\"goalY\"", "\"goalX\"", "names a task parameter twice")]
    public void Of_DescriptionThatNoRunWrites_IsRefused(string text, string other, string message)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(Copy(folder, "hostile"), RunDescription.FileName);
        string whole = File.ReadAllText(path);
        whole.ShouldContain(text);
        File.WriteAllText(path, whole.Replace(text, other, StringComparison.Ordinal));

        Should.Throw<InvalidDataException>(() => Report.Of(RunDirectory.Open(folder["hostile"]))).Message.ShouldContain(message);
    }

    [Fact]
    public void Sources_FinishedRun_AreListedInTheManifest()
    {
        string[] there = [.. Report.Sources(Run).Where(File.Exists).Select(path => Path.GetFileName(path))];

        there.ShouldContain("mixing-xmrl.json");
        there.ShouldContain(StoredEpisodes.FileName);
        there.ShouldBeSubsetOf(Run.Manifest.Entries.Keys);
    }

    private string Copy(TemporaryFolder folder, string name)
    {
        string copy = folder[name];
        foreach (string file in Directory.EnumerateFiles(Run.FullPath, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(Run.FullPath, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private static string Text(RunDirectory run)
    {
        using var stream = new MemoryStream();
        ReportFile.Write(Report.Of(run), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
