using System.Text.Json;
using Xmrl.Cli.Commands;
using Xmrl.Environments.Doors;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Cli.Tests.Checks;

public sealed class CheckTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Check_EnvironmentWithoutFault_SaysSo()
    {
        _cli.Run("check", "Navigation2D-v1").ShouldBe(ExitCode.Ok);
        _cli.Output.TrimEnd().ShouldBe("Navigation2D-v1 keeps its contract in all that was played.");
    }

    [Fact]
    public void Check_Json_ListsFindings()
    {
        _cli.Run("check", "Doors-v1", "--json").ShouldBe(ExitCode.Ok);
        JsonElement json = _cli.Json;
        json.GetProperty("environment").GetString().ShouldBe("Doors-v1");
        json.GetProperty("exitCode").GetInt32().ShouldBe(ExitCode.Ok);
        json.GetProperty("findings").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_EnvironmentWithAFault_FailsAndSaysWhere(bool json)
    {
        var family = new SingleEnvironmentFamily(
            new DoorsFamily().Spec with { Id = "Broken-v1", ActionSize = 1, ActionChoices = 0, Horizon = 5 }, _ => new Broken());
        using var output = new StringWriter();
        var context = new CommandContext
        {
            Output = new ResultWriter(output),
            Error = new MessageWriter(TextWriter.Null),
        };

        CheckCommand.Run(context, family, json).ShouldBe(ExitCode.Failed);

        context.Output.Flush();
        string text = output.ToString();
        text.ShouldContain("task 0, episode 0, step 2: expected the reward to be a finite number; found NaN.");
        if (json)
        {
            JsonElement finding = JsonDocument.Parse(text).RootElement.GetProperty("findings")[0];
            finding.GetProperty("rule").GetString().ShouldBe("finite");
            finding.GetProperty("place").GetString().ShouldBe("task 0, episode 0, step 2");
        }
        else
        {
            text.ShouldContain("Broken-v1 breaks 2 rules of its contract.");
        }
    }

    [Fact]
    public void Check_UnknownEnvironment_NamesTheNearest()
    {
        _cli.Run("check", "Navigation3D-v1").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("There is no environment Navigation3D-v1. Did you mean Navigation2D-v1?");
    }

    /// <summary>Its second reward is not finite, and its tasks are all the same.</summary>
    private sealed class Broken : ISingleEnvironment
    {
        private int _step;

        public void Reset(RandomKey key, Span<Real> observation)
        {
            observation.Clear();
            _step = 0;
        }

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            observation.Clear();
            return new SingleStep(++_step == 2 ? Real.NaN : 1);
        }
    }
}
