namespace Xmrl.Dashboard.Tests.Reports;

/// <summary>What a report draws comes from its data: the page knows no environment.</summary>
public sealed class FrontEndSourcesTests
{
    private static readonly string[] s_environments =
    [
        "drone", "stock", "trading", "market", "bandit", "navigation", "cheetah", "swimmer", "locomotion", "turbulence",
        "environmentId ===",
    ];

    public static TheoryData<string> Sources
    {
        get
        {
            string folder = Path.Combine(AppContext.BaseDirectory, "web");
            return [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))];
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_OfThePage_NamesNoEnvironment(string file)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "web", file));

        s_environments.Where(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Fact]
    public void Sources_OfThePage_AreThere() => Sources.Count.ShouldBeGreaterThan(20);
}
