using System.Text.Json.Nodes;
using Xmrl.Fixtures;
using Xmrl.Reproduction.Recomputation;

namespace Xmrl.Reproduction.Tests.Recomputation;

public sealed class StoredIntervalsTests
{
    /// <summary>Rounding of the quantiles given here.</summary>
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Stored =>
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "results"), "*.json", SearchOption.AllDirectories)
            .Where(StoredIntervals.Knows)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Stored))]
    public void Outdated_StoredResults_AreUpToDate(string path)
    {
        string full = Path.Combine(Repository.Root, path);
        if (Repository.Rewrites)
        {
            _ = StoredIntervals.Rewrite(full);
        }

        StoredIntervals.Outdated(full).ShouldBe(0, $"./xmrl recompute {path} brings it up to date.");
    }

    [Fact]
    public void Rewrite_TableWithOldRules_GivesIntervalsAndVerdictsOfToday()
    {
        // A − B is 1 on every seed; B − C is 1, 2, 3: mean 2, s/√3 = 0.57735, t of two degrees 4.302653, p of t = 3.4641 is 0.0742; two
        // claims: Holm's factor 2.
        const string Old = """
            {
              "reproduction": "fake/table",
              "summary": "9 runs. Of 1 cells 0 reproduced, 0 in ordering alone, 1 not reproduced, 0 undecided.",
              "cells": [
                { "row": "A", "column": "c", "seeds": [1, 2, 3], "values": [2, 3, 4], "mean": 3, "interval": null,
                  "paper": { "mean": 3, "spread": null }, "verdict": "notReproduced" },
                { "row": "B", "column": "c", "seeds": [1, 2, 3], "values": [1, 2, 3], "mean": 2, "interval": null,
                  "paper": null, "verdict": null },
                { "row": "C", "column": "c", "seeds": [1, 2, 3], "values": [0, 0, 0], "mean": 0,
                  "interval": { "value": 0, "low": 0, "high": 0 }, "paper": null, "verdict": null }
              ],
              "claims": [
                { "better": "A", "worse": "B", "column": "c", "difference": { "value": 1, "low": 1, "high": 1 },
                  "pValue": 0, "seeds": 3, "verdict": "holds" },
                { "better": "B", "worse": "C", "column": "c", "difference": null, "pValue": null, "seeds": 3, "verdict": "holds" }
              ]
            }
            """;
        JsonNode table = Rewritten(Old);

        table["cells"]![0]!["verdict"]!.GetValue<string>().ShouldBe("reproduced");
        (table["cells"]![2]!["interval"]!["low"], table["cells"]![2]!["interval"]!["reason"]!.GetValue<string>())
            .ShouldBe((null, "no variance"));
        JsonNode constant = table["claims"]![0]!, tested = table["claims"]![1]!;
        (constant["pValue"], constant["verdict"]!.GetValue<string>(), constant["difference"]!["reason"]!.GetValue<string>())
            .ShouldBe((null, "undecided", "no variance"));
        tested["difference"]!["low"]!.GetValue<double>().ShouldBe(2 - (4.302653 * 0.577350), Tolerance);
        tested["uncorrectedPValue"]!.GetValue<double>().ShouldBe(0.074180, Tolerance);
        tested["pValue"]!.GetValue<double>().ShouldBe(2 * 0.074180, Tolerance);
        tested["verdict"]!.GetValue<string>().ShouldBe("notShown");
        table["summary"]!
            .GetValue<string>()
            .ShouldBe(
                "9 runs. Of 1 cells 1 reproduced, 0 in ordering alone, 0 not reproduced, 0 undecided. Of 2 claims 0 hold, 1 are not "
                    + "shown, 0 contradicted, 1 undecided.");
    }

    [Fact]
    public void Rewrite_SearchWithoutTheBaseScores_DropsTheDifferenceAndKeepsTheRest()
    {
        JsonNode sweep = Rewritten("""
            {
              "request": {}, "score": "return", "base": 1,
              "candidates": [
                { "scores": [1, 3], "mean": { "value": 2, "low": 1, "high": 3 },
                  "toBase": { "interval": { "value": 1, "low": 0.5, "high": 1.5 }, "pValue": 0.25 }, "interactions": 7 }
              ]
            }
            """);

        JsonNode candidate = sweep["candidates"]![0]!;
        candidate["mean"]!["high"]!.GetValue<double>().ShouldBe(2 + 12.706205, Tolerance);
        candidate["toBase"]!["interval"]!.ToJsonString()
            .ShouldBe("""{"value":1,"low":null,"high":null,"reason":"its values are not stored"}""");
        candidate["toBase"]!["pValue"]!.GetValue<double>().ShouldBe(0.25);
        candidate["interactions"]!.GetValue<int>().ShouldBe(7);
    }

    [Theory]
    [InlineData("[1]", "JSON object")]
    [InlineData("{", "line 1")]
    [InlineData("""{ "a": 1 }""", "no stored result")]
    [InlineData("""{ "reproduction": "a/b", "summary": "x.", "cells": [{ "row": "A" }], "claims": [] }""", "not a valid stored result")]
    public void Rewrite_AnythingElse_IsRefused(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.json"], text);

        Should.Throw<InvalidDataException>(() => StoredIntervals.Rewrite(folder["a.json"])).Message.ShouldContain(expected);
        File.ReadAllText(folder["a.json"]).ShouldBe(text);
    }

    [Fact]
    public void Rewrite_FileOfARun_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["manifest.json"], "{}");
        File.WriteAllText(folder["evaluation.json"], "{}");

        Should.Throw<InvalidDataException>(() => StoredIntervals.Rewrite(folder["evaluation.json"])).Message.ShouldContain("copy the file");
    }

    /// <summary>Rewrites a document; a second time nothing changes.</summary>
    private static JsonNode Rewritten(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.json"], text);
        StoredIntervals.Rewrite(folder["a.json"]).ShouldBeTrue();
        StoredIntervals.Rewrite(folder["a.json"]).ShouldBeFalse();
        return JsonNode.Parse(File.ReadAllText(folder["a.json"]))!;
    }
}
