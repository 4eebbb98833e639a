using System.Globalization;
using System.Text.Json;

namespace Xmrl.Architecture.Tests.Documentation;

/// <summary>README is short, and the gains of its table are those of the stored records.</summary>
public sealed class ReadmeTests
{
    private const int MostLines = 120;

    [Fact]
    public void Readme_Length_IsAtMostThatOfAPage() => Repository.ReadLines("README.md").Length.ShouldBeLessThanOrEqualTo(MostLines);

    [Theory]
    [InlineData("xmrl/repair --experiment drone-rare --seed 51", "xmrl-repair-drone-rare", "XMRL-Poor", "RandomAdded")]
    [InlineData("xmrl/repair --experiment drone-corrupted --seed 71", "xmrl-repair-drone-corrupted", "XMRL-Pruned", "Continued")]
    [InlineData("xmrl/safe-repair --seed 31", "xmrl-safe-repair-drone", "policy that is kept", "RandomCritical")]
    [InlineData("xmrl/table3 --experiment drone", "xmrl-table3-drone", "XMRL", "PredefinedAugmentation")]
    public void Readme_RowOfTheResults_HasTheFiguresOfItsRecord(string command, string record, string better, string worse)
    {
        string[] cells = Repository.ReadLines("README.md")
            .Single(line => line.StartsWith('|') && line.Contains($"`./xmrl reproduce {command}`", StringComparison.Ordinal))
            .Split('|', StringSplitOptions.TrimEntries);
        using JsonDocument stored = JsonDocument.Parse(Repository.Read($"results/{record}.json"));
        JsonElement claim = stored.RootElement.GetProperty("claims").EnumerateArray()
            .Single(found => found.GetProperty("better").GetString() == better && found.GetProperty("worse").GetString() == worse);
        double gain = claim.GetProperty("difference").GetProperty("value").GetDouble();
        double p = claim.GetProperty("pValue").GetDouble();

        string text = gain.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture);
        cells[2].ShouldStartWith(text == "+0.000" ? "0.000" : text);
        double.Parse(cells[3], CultureInfo.InvariantCulture).ShouldBe(p, 0.5 * Math.Pow(10, -cells[3].Split('.')[1].Length));
    }
}
