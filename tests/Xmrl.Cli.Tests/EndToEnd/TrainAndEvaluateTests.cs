using System.Text.Json;
using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.EndToEnd;

public sealed class TrainAndEvaluateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TrainThenEvaluate_EnvironmentAndLearnerByName_PrintsTheCurve()
    {
        CliResult trained = CliProcess.Run(TinyArguments.Train(_folder["run"], "navigation2d", "cavia"));
        trained.Code.ShouldBe(ExitCode.Ok, trained.Error);

        CliResult evaluated = CliProcess.Run("evaluate", _folder["run"], "--tasks", "4", "--steps", "3", "--json");

        evaluated.Code.ShouldBe(ExitCode.Ok, evaluated.Error);
        JsonElement evaluation = JsonDocument.Parse(evaluated.Output).RootElement.GetProperty("evaluation");
        evaluation.GetProperty("learner").GetString().ShouldBe("cavia");
        evaluation.GetProperty("curve").GetArrayLength().ShouldBe(4);
        Directory.GetFiles(Path.Combine(_folder["run"], "evaluations")).Length.ShouldBe(1);
    }
}
