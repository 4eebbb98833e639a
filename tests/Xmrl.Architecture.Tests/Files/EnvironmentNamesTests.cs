using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.Files;

/// <summary>An environment with its picture is one folder and one registration: whatever shows runs knows none.</summary>
public sealed partial class EnvironmentNamesTests
{
    private static readonly string[] s_showing =
    [
        "src/Xmrl.Runs/", "src/Xmrl.Experiments/Reporting/", "src/Xmrl.Dashboard/", "src/Xmrl.Cli/Rendering/",
        "src/Xmrl.Rl/Environments/Scenes/",
    ];

    [Fact]
    public void Sources_ThatShowRuns_NameNoEnvironment() => Repository.TextFiles
        .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) && s_showing.Any(path.StartsWith))
        .SelectMany(path => Repository.ReadLines(path).Index()
            .Where(line => !line.Item.TrimStart().StartsWith("///", StringComparison.Ordinal) && Environment().IsMatch(line.Item))
            .Select(line => $"{path}:{line.Index + 1}"))
        .ShouldBeEmpty();

    [Fact]
    public void Sources_OfEnvironments_HaveOneFolderAndOneRegistration()
    {
        // A family that is made elsewhere than where it is registered would need that place too.
        string[] makers =
        [
            .. Repository.TextFiles
                .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
                .Where(path => !path.StartsWith("src/Xmrl.Environments/Drone/", StringComparison.Ordinal))
                .Where(path => Repository.Read(path).Contains("new DroneFamily(", StringComparison.Ordinal)),
        ];

        makers.ShouldBe(["src/Xmrl.Environments/Registry/EnvironmentRegistry.cs"]);
    }

    [Theory]
    [InlineData("if (pipeline.Family is DroneFamily drone)", true)]
    [InlineData("using Xmrl.Environments.Stock;", true)]
    [InlineData("return spec.Id == \"BernoulliBandit-v1\";", true)]
    [InlineData("if (family.Picture is { } picture)", false)]
    [InlineData("using Xmrl.Rl.Environments.Scenes;", false)]
    public void Name_OfAnEnvironment_IsRecognised(string line, bool isNamed) => Environment().IsMatch(line).ShouldBe(isNamed);

    [GeneratedRegex(
        @"\b(Doors|Drone|FrozenLake\w*|Stock|Navigation2D\w*|PointRobot\w*|PointGoal|BernoulliBandit\w*|Locomotion)"
            + @"(Family|Environment|-v\d)?\b",
        RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Environment();
}
