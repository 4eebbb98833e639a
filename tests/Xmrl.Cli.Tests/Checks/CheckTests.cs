using System.Text.Json;

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

    [Fact]
    public void Check_UnknownEnvironment_NamesTheNearest()
    {
        _cli.Run("check", "Navigation3D-v1").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("There is no environment Navigation3D-v1. Did you mean Navigation2D-v1?");
    }
}
