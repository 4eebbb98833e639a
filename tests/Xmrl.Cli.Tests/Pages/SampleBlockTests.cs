using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.Pages;

/// <summary>Every block of the pages on what users bring is part of a sample that tests run, or is run itself: shell commands by the tests
/// beside this one, and what <see cref="Imports.ImportPageTests"/> takes from its page.</summary>
public sealed class SampleBlockTests
{
    private static readonly string[] s_samples =
    [
        .. new[] { "MountainCar", "python-cartpole", "c-environment", "imported-policy" }
            .SelectMany(sample => Directory.GetFiles(Path.Combine(Repository.Root, "samples", sample)))
            .Where(file => Path.GetExtension(file) is ".cs" or ".csproj" or ".yaml" or ".py" or ".c")
            .Select(File.ReadAllText),
    ];

    [Theory]
    [InlineData("docs/own-environment.md", 3)]
    [InlineData("docs/external-environments.md", 3)]
    [InlineData("docs/import.md", 1)]
    public void Page_EveryBlock_IsOfASampleOrRun(string path, int ofSamples)
    {
        var page = new Page(path);
        string[] alone = Imports.ImportPageTests.Page == path ? Imports.ImportPageTests.Run : [];

        string[] shown = [.. page.Blocks.Where(block => block.Language != "bash").Select(block => block.Code).Except(alone)];

        shown.ShouldAllBe(block => s_samples.Any(sample => sample.Contains(block, StringComparison.Ordinal)));
        shown.Length.ShouldBe(ofSamples);
    }
}
