using Xmrl.Environments.Drone;
using Xmrl.Fixtures;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;
using Xmrl.Training.Loop;
using Xmrl.Training.Sources;

namespace Xmrl.Training.Tests.Sources;

/// <summary>The key environment: an id, or where a user's environments are.</summary>
public sealed class EnvironmentSourceTests : IDisposable
{
    private const string Id = "Thermostat-v1";
    private const string Kinds =
        "expected an environment's id, or keys with values, one of them assembly or project or command or connect.";
    private static readonly string s_sample = Path.Combine(AppContext.BaseDirectory, "Xmrl.Samples.OwnEnvironment.dll");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Id_IsWrittenAndIdentifiedAsText()
    {
        TrainConfiguration read = Read("environment: Stock-v1");

        read.Environment.ShouldBe(EnvironmentSource.FromString("Stock-v1"));
        ConfigurationWriter.Write(read).ShouldStartWith("environment: Stock-v1\n");
        System.Text.Encoding.UTF8.GetString(ConfigurationIdentity.CanonicalJson(read)).ShouldStartWith("{\"environment\":\"Stock-v1\",");
    }

    [Fact]
    public void Read_Mapping_ComesBackAsItWasWritten()
    {
        TrainConfiguration read = Read("environment: {assembly: My.dll, id: My-v1}");

        read.Environment.Id.ShouldBe("My-v1");
        ConfigurationWriter.Write(read).ShouldStartWith("environment:\n  id: My-v1\n  assembly: My.dll\n");
        Read(ConfigurationWriter.Write(read)).Environment.ShouldBe(read.Environment);
        ConfigurationIdentity.Of(read).ShouldNotBe(ConfigurationIdentity.Of(Read("environment: My-v1")));
    }

    [Theory]
    [InlineData("{id: My-v1}", "environment has id; " + Kinds)]
    [InlineData("{}", "environment has no key; " + Kinds)]
    [InlineData(
        "{assembly: a.dll, project: a.csproj}",
        "environment has assembly and project; " + Kinds)]
    [InlineData("[a]", "environment is a list; " + Kinds)]
    [InlineData("{assembly: a.dll, name: x}", "unknown key environment.name. Known: id, assembly.")]
    public void Read_Wrong_SaysWhatIsExpected(string yaml, string expected)
        => Should.Throw<ConfigurationException>(() => Read($"environment: {yaml}")).Message.ShouldEndWith(expected);

    [Fact]
    public void Resolve_Assembly_IsTheFullPathWithTheOnlyId()
    {
        File.Copy(s_sample, _folder["Own.dll"]);

        EnvironmentSource found = Read("environment: {assembly: Own.dll}").Environment.Resolve(_folder["."]);

        found.ShouldBe(new AssemblyEnvironment { Id = Id, Assembly = _folder["Own.dll"] });
        found.Open().Spec.Id.ShouldBe(Id);
        found.Open().ShouldBeSameAs(found.Open());
    }

    /// <summary>The library is the program's own: the family is one of its types.</summary>
    [Fact]
    public void Family_OfAnAssembly_IsSteppedLikeAnyOther()
    {
        IEnvironmentFamily family = LearnerFactory.Family(new TrainConfiguration
        {
            Environment = new AssemblyEnvironment { Assembly = s_sample, Id = Id },
        });

        family.ShouldBeOfType<SingleEnvironmentFamily>();
        ScoreOfRest(family).ShouldBeLessThan(0);
    }

    [Fact]
    public void Give_Assembly_IsKnownByItsIdUntilItIsTakenBack()
    {
        string path = _folder["Given.dll"];
        File.Copy(s_sample, path);
        EnvironmentSource moved = new AssemblyEnvironment { Id = Id, Assembly = _folder["Gone.dll"] };
        using (OwnEnvironments.Give([path]))
        {
            EnvironmentSource.FromString(Id).Resolve(_folder["."]).ShouldBe(new AssemblyEnvironment { Id = Id, Assembly = path });
            KnownEnvironments.Has(Id).ShouldBeTrue();
            moved.Open().Spec.Id.ShouldBe(Id);
        }

        Should.Throw<ConfigurationException>(() => EnvironmentSource.FromString(Id).Open()).Message
            .ShouldStartWith($"There is no environment {Id}.");
        Should.Throw<ConfigurationException>(() => moved.Open()).Message.ShouldBe(
            $"There is no file {_folder["Gone.dll"]}. The environments come from it: build it, correct the path, or name another place "
                + "with --environments.");
    }

    [Fact]
    public void Give_TwoAssembliesWithOneId_NamesBoth()
    {
        (string first, string second) = (_folder["First.dll"], _folder["Second.dll"]);
        File.Copy(s_sample, first);
        File.Copy(s_sample, second);

        Should.Throw<ConfigurationException>(() => OwnEnvironments.Give([first, second])).Message
            .ShouldBe($"The environment {Id} is in {first} and in {second}; expected it once.");
    }

    [Fact]
    public void Open_OtherId_NamesTheNearest()
        => Refused(s_sample, "Thermostat-v2").ShouldBe($"{s_sample} has no environment Thermostat-v2. Did you mean {Id}?");

    [Fact]
    public void Open_NoAssembly_SaysSo()
    {
        File.WriteAllText(_folder["text.dll"], "not an assembly");

        Refused(_folder["text.dll"]).ShouldBe($"{_folder["text.dll"]} is not a .NET assembly.");
    }

    [Fact]
    public void Open_WithoutFamilies_SaysWhatToWrite()
    {
        string path = _folder["none.dll"];
        EmittedAssembly.Write(path, ("Family", typeof(IEnvironmentFamily), false, EmittedAssembly.New<DroneFamily>()));

        Refused(path).ShouldBe(
            $"{path} registers no environment: put [RegisterEnvironment] on the static property that holds its family.");
    }

    [Fact]
    public void Open_OneIdTwice_NamesIt()
    {
        string path = _folder["twice.dll"];
        EmittedAssembly.Write(
            path,
            ("First", typeof(IEnvironmentFamily), true, EmittedAssembly.New<DroneFamily>()),
            ("Second", typeof(IEnvironmentFamily), true, EmittedAssembly.New<DroneFamily>()));

        Refused(path).ShouldBe($"{path} registers the environment Drone-v1 twice; expected every id once.");
    }

    [Fact]
    public void Open_IdOfXmrl_IsRefused()
    {
        string path = _folder["taken.dll"];
        EmittedAssembly.Write(path, ("Family", typeof(IEnvironmentFamily), true, EmittedAssembly.New<DroneFamily>()));

        Refused(path).ShouldBe($"{path} registers Drone-v1, which is an environment of Xmrl: give it another id.");
    }

    [Fact]
    public void Open_PropertyOfAnotherType_NamesIt()
    {
        string path = _folder["other.dll"];
        EmittedAssembly.Write(path, ("Family", typeof(object), true, EmittedAssembly.New<object>()));

        Refused(path).ShouldBe(
            $"{path}: Brought.Family has [RegisterEnvironment] and gives Object; expected an IEnvironmentFamily or several.");
    }

    [Fact]
    public void Open_PropertyThatThrows_SaysWhatItSaid()
    {
        string path = _folder["throws.dll"];
        EmittedAssembly.Write(path, ("Family", typeof(object), true, EmittedAssembly.Throw("No map is here.")));

        Refused(path).ShouldBe($"{path}: Brought.Family failed: NotSupportedException: No map is here.");
    }

    [Fact]
    public void Open_BuiltWithAnotherVersion_AsksForABuild()
    {
        string path = _folder["old.dll"];
        EmittedAssembly.CopyWithVersion(s_sample, path, "Xmrl.Rl", 9);

        Refused(path).ShouldBe(
            $"{path} was built with Xmrl.Rl 9.1.0.0; this is 0.1.0.0: build it again with this version of Xmrl.");
    }

    private static string Refused(string path, string id = "")
        => Should.Throw<ConfigurationException>(() => new AssemblyEnvironment { Assembly = path, Id = id }.Open()).Message;

    private static TrainConfiguration Read(string yaml) => ConfigurationReader.Read<TrainConfiguration>(yaml, "test.yaml");

    /// <summary>Reward of a step with no heating.</summary>
    private static Real ScoreOfRest(IEnvironmentFamily family)
    {
        IEnvironment environment = family.Create(family.SampleTask(RandomKey.FromSeed(1), 0), 1);
        Span<Real> observation = stackalloc Real[1];
        environment.Reset([0], RandomKey.FromSeed(2), observation);
        Real[] rewards = new Real[1];
        environment.Step(
            [0], [0],
            new StepResult
            {
                Observations = observation,
                Rewards = rewards,
                Terminated = new bool[1],
                Truncated = new bool[1],
                Succeeded = new bool[1],
            });
        return rewards[0];
    }
}
