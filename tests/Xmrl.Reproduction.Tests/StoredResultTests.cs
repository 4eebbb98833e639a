using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Fixtures;
using Xmrl.Reproduction.Running;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests;

/// <summary>results.json is read by people, by other programs and by later versions: its form is compared with a stored text.</summary>
public sealed class StoredResultTests
{
    private const int Digits = 5;

    private const string Stored = """
        {
          "reproduction": "fake/table1",
          "command": "xmrl reproduce fake/table1 --seeds 3",
          "complete": true,
          "seeds": 3,
          "firstSeed": 1,
          "quick": false,
          "overrides": [],
          "summary": "6 runs. Of 2 cells 2 reproduced, 0 in ordering alone, 0 not reproduced, 0 undecided. Of 1 claims 1 hold, 0 are not shown, 0 contradicted, 0 undecided.",
          "protocol": {
            "source": "Nobody (2000), Table 1",
            "measure": "A number.",
            "stated": ["Nothing (§1)."],
            "assumptions": ["Everything."],
            "references": [{ "name": "doing nothing", "column": "score", "value": 0, "source": "By definition." }]
          },
          "cells": [
            {
              "row": "A", "column": "score", "seeds": [1, 2, 3], "values": [11.5, 12, 12.5], "mean": 12, "standardDeviation": 0.5,
              "interval": { "value": 12, "low": 10.75793, "high": 13.24207 },
              "iqm": null, "paper": { "mean": 11, "spread": 0.5 }, "verdict": "reproduced"
            },
            {
              "row": "B", "column": "score", "seeds": [1, 2, 3], "values": [10.25, 10.5, 10.75], "mean": 10.5, "standardDeviation": 0.25,
              "interval": { "value": 10.5, "low": 9.87897, "high": 11.12103 },
              "iqm": null, "paper": { "mean": 10, "spread": 0.5 }, "verdict": "reproduced"
            },
            {
              "row": "B − A", "column": "score", "seeds": [], "values": [], "mean": null, "standardDeviation": null,
              "interval": null, "iqm": null, "paper": null, "verdict": null
            }
          ],
          "claims": [
            {
              "better": "A", "worse": "B", "column": "score", "paper": 1, "difference": { "value": 1.5, "low": 0.87897, "high": 2.12103 },
              "pValue": 0.00913, "uncorrectedPValue": 0.00913, "seeds": 3, "verdict": "holds"
            }
          ],
          "costs": [
            { "label": "A", "runs": 3, "seconds": 6, "interactions": 300 },
            { "label": "B", "runs": 3, "seconds": 6, "interactions": 300 }
          ],
          "failures": [],
          "remarks": []
        }
        """;

    [Fact]
    public void Run_FakeTable_WritesTheStoredDocumentAndThePage()
    {
        using var folder = new TemporaryFolder();
        var runner = new ReproductionRunner(
            FakeSeries.Table(new FakeSeries("A", seed => 11 + (0.5 * seed)), new FakeSeries("B", seed => 10 + (0.25 * seed))));
        new ExperimentHost().Run(
            runner,
            new ExperimentRequest
            {
                Experiment = runner.Name,
                Action = ExperimentAction.Reproduce,
                Seed = 1,
                OutputDirectory = folder["out"],
                Threads = 1,
            },
            new Progress<StageProgress>(),
            NullLogger.Instance,
            CancellationToken.None);

        JsonObject written = JsonNode.Parse(File.ReadAllText(folder["out/results.json"]))!.AsObject();
        written.Remove("environment").ShouldBeTrue();
        Rounded(written).ToJsonString().ShouldBe(Rounded(JsonNode.Parse(Stored)!).ToJsonString());
        string page = File.ReadAllText(folder["out/table.html"]);
        page.ShouldContain("<td>12 ± 0.5</td>");
        page.ShouldContain("<td>reproduced</td>");
        page.ShouldContain("<svg");
        page.ShouldNotContain("<script");
    }

    private static JsonNode Rounded(JsonNode node) => node switch
    {
        JsonObject inner
            => new JsonObject(inner.Select(member => KeyValuePair.Create(member.Key, member.Value is { } value ? Rounded(value) : null))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Rounded(item))]),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number
            => JsonValue.Create(Math.Round(value.GetValue<double>(), Digits)),
        _ => node.DeepClone(),
    };
}
