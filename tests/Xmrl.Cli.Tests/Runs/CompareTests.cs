using System.Text.Json;
using System.Xml.Linq;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Comparing;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.Runs;

/// <summary>Groups of runs side by side.</summary>
[Collection(TrainedRunsGroup.Name)]
public sealed class CompareTests(TrainedRuns runs) : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Compare_TwoLearners_AreGroupsWithPairedDifferences()
    {
        _cli.Run(["compare", .. runs.Of("maml"), .. runs.Of("promp")]).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldContain("over seeds 1, 2");
        _cli.Output.ShouldMatch(@"(?m)^MAML +2 ");
        _cli.Output.ShouldMatch(@"(?m)^ProMP +2 +[+-]?[\d.]+ +\[");
        _cli.Output.ShouldContain("Against MAML, paired over common seeds:");
        _cli.Output.ShouldNotContain("The groups also differ in ");
    }

    [Fact]
    public void Named_ManySettings_AreCountedBySection()
    {
        ComparisonWords.Named(["meta.iterations", "tasks.planted"]).ShouldBe("meta.iterations, tasks.planted");
        ComparisonWords.Named(["tasks.a", "tasks.b", "meta.a", "retrain.tuning.a", "retrain.tuning.b", "retrain.c", "poor.count"])
            .ShouldBe("7 settings, by section: tasks 2, meta 1, retrain 3, poor 1; xmrl compare --json names them");
    }

    [Fact]
    public void Compare_Json_HasTheFiguresOfTheRuns()
    {
        _cli.Run("compare", runs.Folder, "--by", "learner", "--reference", "promp", "--json").ShouldBe(ExitCode.Ok, _cli.Error);

        JsonElement json = _cli.Json;
        json.GetProperty("state").GetString().ShouldBe("done");
        json.GetProperty("by")[0].GetString().ShouldBe("meta.learner");
        JsonElement[] groups = [.. json.GetProperty("groups").EnumerateArray()];
        groups.Select(group => group.GetProperty("label").GetString()).ShouldBe(["MAML", "ProMP"]);
        groups[0].GetProperty("learning").GetArrayLength().ShouldBe(4);
        groups[0].GetProperty("adaptation").GetArrayLength().ShouldBe(2);
        double[][] scores = [.. groups.Select(group => group.GetProperty("scores").Deserialize<double[]>()!)];
        JsonElement difference = json.GetProperty("differences")[0];
        difference.GetProperty("group").GetString().ShouldBe("MAML");
        difference.GetProperty("difference").GetProperty("value").GetDouble()
            .ShouldBe(scores[0].Zip(scores[1]).Average(pair => pair.First - pair.Second), 1e-9);
    }

    [Fact]
    public void Compare_CsvAndHtml_AreWritten()
    {
        _cli.Run("compare", runs.Folder, "--csv", _cli["a/table.csv"], "--html", _cli["page.html"]).ShouldBe(ExitCode.Ok, _cli.Error);

        string[] rows = File.ReadAllLines(_cli["a/table.csv"]);
        rows[0].ShouldBe("kind,group,reference,seed,at,value,low,high,p,p_holm");
        rows.Skip(1).Select(row => row.Split(',')[0]).Distinct().ShouldBe(["score", "mean", "difference", "learning", "adaptation"]);
        rows.ShouldAllBe(row => row.Split(',').Length == 10);
        string page = File.ReadAllText(_cli["page.html"]);
        page.ShouldContain("<h2>Learning</h2>");
        page.ShouldContain("<h2>Adaptation</h2>");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("http");
        page.ShouldNotContain("NaN");
        Should.NotThrow(() => XDocument.Parse(
            page["<!doctype html>".Length..].Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
                .Replace("initial-scale=1\">", "initial-scale=1\"/>", StringComparison.Ordinal)
                .Replace("<br>", "<br/>", StringComparison.Ordinal)));
    }

    [Fact]
    public void Compare_AverageOfUnlikeRuns_IsRefusedWithTheKeys()
    {
        _cli.Run(TinyArguments.Train(_cli["other"], "navigation2d", "maml", "--seed", "3", "--set", "meta.outerStepSize=0.002"))
            .ShouldBe(ExitCode.Ok);

        _cli.Run(["compare", .. runs.Of("maml"), _cli["other"], "--by", "learner"]).ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("would be averaged as MAML, and differ in meta.outerStepSize: 0.001 | 0.002.");

        _cli.Run(["compare", .. runs.Of("promp"), .. runs.Of("maml"), _cli["other"]]).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldMatch(@"(?m)^ProMP, meta.outerStepSize = 0.001 +2 ");
        _cli.Output.ShouldMatch(@"(?m)^MAML, meta.outerStepSize = 0.002 +1 ");

        _cli.Run(["compare", .. runs.Of("maml"), _cli["other"]]).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldContain("meta.outerStepSize = 0.002");
        _cli.Output.ShouldContain("no common seed");
    }

    [Theory]
    [InlineData("There is no finished run in", "nothing")]
    [InlineData("The runs have no key meta.learnr. Did you mean meta.learner?", "RUNS", "--by", "meta.learnr")]
    [InlineData("There is no group mamel. Did you mean MAML?", "RUNS", "--reference", "mamel")]
    [InlineData("has seed 1 again; each seed counts once.", "RUNS", "--by", "environment")]
    public void Compare_WhatCannotBe_SaysWhy(string expected, params string[] arguments)
    {
        string[] line = ["compare", .. arguments.Select(word => word == "RUNS" ? runs.Folder : word)];
        if (arguments.Contains("environment"))
        {
            // One learner's runs twice, the second time as copies.
            foreach (string run in runs.Of("maml"))
            {
                CopyOf(run);
            }

            line = ["compare", .. runs.Of("maml"), _cli["copy"], "--by", "environment"];
        }

        _cli.Run(line).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain(expected);
    }

    [Fact]
    public void Export_AnySetOfRuns_IsTidy()
    {
        _cli.Run("evaluate", runs.Of("maml")[0], "--tasks", "3", "--seed", "5", "--csv", _cli["evaluated.csv"], "--quiet")
            .ShouldBe(ExitCode.Ok);
        File.ReadAllLines(_cli["evaluated.csv"]).Length.ShouldBe(1 + (3 * 2 * 2));

        _cli.Run("runs", "export", runs.Folder, "--out", _cli["csv"], "--json").ShouldBe(ExitCode.Ok, _cli.Error);

        string[] names = [.. Directory.GetFiles(_cli["csv"]).Select(file => Path.GetFileNameWithoutExtension(file)).Order()];
        names.ShouldBe(["adaptation", "evaluations", "metrics", "runs", "tasks"]);
        Rows("runs").Length.ShouldBe(4);
        Rows("tasks").Length.ShouldBe(4 * 6);
        Rows("adaptation").Length.ShouldBe(4 * 2);
        Rows("metrics").Count(row => row[8] == "return_after").ShouldBe(4 * 4);
        Rows("evaluations").Count(row => row[8] == "5").ShouldBe(3 * 2 * 2);
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs/run-record.md"));
        foreach (string name in names)
        {
            string columns = File.ReadLines(_cli[$"csv/{name}.csv"]).First();
            document.ShouldContain($"`{name}.csv`");
            columns.Split(',').ShouldAllBe(column => document.Contains($"`{column}`", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void List_Runs_ShowsLearnerProgressAndScoreAndSorts()
    {
        _cli.Run("runs", "list", runs.Folder, "--sort", "score", "--csv", _cli["runs.csv"]).ShouldBe(ExitCode.Ok, _cli.Error);

        string[] lines = [.. _cli.Output.TrimEnd().Split('\n').Select(line => line.TrimEnd())];
        lines[0].ShouldMatch(@"^Run +What +Learner +Seed +State +Progress +Score +Started \(UTC\) +Time$");
        lines.Skip(1).ShouldAllBe(line => line.Contains(" done      100 % ", StringComparison.Ordinal));
        lines.Count(line => line.Contains(" ProMP ", StringComparison.Ordinal)).ShouldBe(2);
        string[][] rows = Read("runs.csv");
        rows.Length.ShouldBe(4);
        double[] scores = [.. rows.Select(row => double.Parse(row[10], System.Globalization.CultureInfo.InvariantCulture))];
        scores.ShouldBe(scores.OrderDescending());

        _cli.Run("runs", "list", runs.Folder, "--sort", "scores").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("--sort is scores. Did you mean score?");
    }

    private string[][] Rows(string name) => Read($"csv/{name}.csv");

    private string[][] Read(string name) => [.. File.ReadLines(_cli[name]).Skip(1).Select(line => line.Split(','))];

    private void CopyOf(string run)
    {
        string target = _cli[$"copy/{Path.GetFileName(run)}"];
        foreach (string file in Directory.GetFiles(run, "*", SearchOption.AllDirectories))
        {
            string path = Path.Combine(target, Path.GetRelativePath(run, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }
    }
}
