using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Training.Configuration;

namespace Xmrl.Architecture.Tests.Configuration;

/// <summary>experiments/stock.yaml is the built-in configuration of the stock experiment, with the source of every value.</summary>
public sealed class StockConfigurationTests
{
    private const string Stored = "experiments/stock.yaml";

    [Fact]
    public void StockYaml_Values_EqualTheBuiltInOnes() =>
        ConfigurationWriter.Write(ConfigurationReader.Read<ImproveConfiguration>(Repository.Read(Stored), Stored))
            .ShouldBe(ConfigurationWriter.Write(StockExperiment.Configuration));

    [Fact]
    public void StockYaml_Keys_AreAllThereWithASource()
    {
        IReadOnlyList<YamlLines.Line> lines = YamlLines.Read(Repository.Read(Stored));
        YamlLines.Read(ConfigurationWriter.Write(StockExperiment.Configuration))
            .Select(line => line.Path)
            .Except(lines.Select(line => line.Path))
            .ShouldBeEmpty($"{Stored} leaves out these keys.");
        lines.Where(line => line.Value.Length > 0 && !line.Comment.StartsWith("source: ", StringComparison.Ordinal))
            .Select(line => line.Text)
            .ShouldBeEmpty($"These values of {Stored} have no source.");
    }
}
