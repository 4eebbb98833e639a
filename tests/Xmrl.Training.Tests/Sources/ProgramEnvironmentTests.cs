using Xmrl.External;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Python;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;
using Xmrl.Training.Sources;

namespace Xmrl.Training.Tests.Sources;

/// <summary>The key environment where it names a program.</summary>
public sealed class ProgramEnvironmentTests
{
    private static readonly string s_sample = Path.Combine(Repository.Root, "samples", "python-cartpole");

    [Theory]
    [InlineData("{command: [python3, my_env.py], timeoutSeconds: 5, folder: sub}")]
    [InlineData("{connect: \"unix:/run/env-{worker}.sock\", timeoutSeconds: 2.5, id: My-v1}")]
    public void Read_Mapping_ComesBackAsItWasWritten(string mapping)
    {
        EnvironmentSource read = Read($"environment: {mapping}");
        Read(ConfigurationWriter.Write(new TrainConfiguration { Environment = read })).ShouldBe(read);
        read.ShouldNotBe(Read("environment: {command: [other]}"));
    }

    [Theory]
    [InlineData("{command: [a], connect: \"unix:/b\"}", "command and connect")]
    [InlineData("{command: [a], timeoutSecond: 1}", "timeoutSecond")]
    public void Read_WrongKeys_NamesThem(string mapping, string part)
        => Should.Throw<ConfigurationException>(() => Read($"environment: {mapping}")).Message.ShouldContain(part);

    [Theory]
    [InlineData("{command: []}", "a command or an address to connect to is needed")]
    [InlineData("{connect: \"tcp:1\"}", "connect must be unix: and the path of a socket; found tcp:1")]
    [InlineData("{command: [a], timeoutSeconds: 0}", "timeoutSeconds must lie in (0, 86400]; found 0")]
    [InlineData("{command: [/bin/sh, -c, \"echo no robot >&2\"]}", "no robot")]
    [InlineData("{command: [./missing]}", "'./missing' cannot be started: ")]
    public void Resolve_UnusableProgram_SaysWhy(string mapping, string part)
        => Should.Throw<ConfigurationException>(() => Read($"environment: {mapping}").Resolve(s_sample)).Message.ShouldContain(part);

    [PythonFact]
    public void Resolve_Sample_HasIdAndFolderAndOneProgram()
    {
        var source = (ProgramEnvironment)Read($"environment: {{command: [{PythonProgram.Path}, cartpole.py]}}").Resolve(s_sample);
        source.Id.ShouldBe("PythonCartPole-v1");
        source.Folder.ShouldBe(s_sample);
        source.Open().ShouldBeSameAs(source.Open());
        source.Doubts.ShouldBeEmpty();
        source.Resolve("/elsewhere").ShouldBe(source, "a stored source finds the same environment from any folder");
        ((ExternalFamily)source.Open()).IsMixable.ShouldBeTrue();
        Should.Throw<ConfigurationException>(() => (source with { Id = "Other-v1" }).Open())
            .Message.ShouldContain("serves PythonCartPole-v1; environment.id is Other-v1");
    }

    private static EnvironmentSource Read(string yaml) => ConfigurationReader.Read<TrainConfiguration>(yaml, "test.yaml").Environment;
}
