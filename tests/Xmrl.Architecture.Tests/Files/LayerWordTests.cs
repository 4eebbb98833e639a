using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.Files;

/// <summary>Environments, policies and learners know nothing of the method that explains and improves them: not even its words.</summary>
public sealed partial class LayerWordTests
{
    [Theory]
    [InlineData("src/Xmrl.Rl/")]
    [InlineData("src/Xmrl.Environments/")]
    [InlineData("src/Xmrl.Meta/")]
    public void Sources_BelowTheMethod_DoNotNameIt(string project)
    {
        string[] sources = [.. Repository.TextFiles.Where(
            file => file.StartsWith(project, StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))];

        sources.Length.ShouldBeGreaterThan(20);
        sources.SelectMany(file => Words().Matches(Repository.Read(file)).Select(match => $"{file}: {match.Value}")).ShouldBeEmpty();
    }

    [Fact]
    public void Words_OfTheMethod_AreFound()
        => Words().Count("IMixingLaw, mixing coefficient, Mixup, PlantedRegion").ShouldBe(4);

    [GeneratedRegex("mixing ?(law|coefficient)|mixup|planted", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
