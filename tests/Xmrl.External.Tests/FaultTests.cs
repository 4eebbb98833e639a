using Xmrl.Contracts;
using Xmrl.External.Connections;
using Xmrl.External.Tests.Clients;
using Xmrl.Fixtures.Python;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.External.Tests;

/// <summary>Whatever a program does wrong is one sentence that names environment, task and step.</summary>
public sealed class FaultTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(3);

    [Fact]
    public void Start_NoSuchProgram_SaysSo()
        => Should.Throw<ExternalEnvironmentException>(() => ExternalFamily.Start(new ExternalOptions { Command = ["/nowhere/program"] }))
            .Message.ShouldStartWith("The environment's program '/nowhere/program' cannot be started: ");

    [Fact]
    public void Start_NobodyListens_SaysSo()
        => Should.Throw<ExternalEnvironmentException>(
            () => ExternalFamily.Start(new ExternalOptions { Connect = "unix:/nowhere/{worker}" }))
            .Message.ShouldStartWith("The environment's program cannot be reached at unix:/nowhere/0: ");

    [Fact]
    public void Start_ProgramEndsAtOnce_GivesItsLastLines()
        => Should.Throw<ExternalEnvironmentException>(
            () => ExternalFamily.Start(new ExternalOptions { Command = ["/bin/sh", "-c", "echo one >&2; echo no such robot >&2; exit 5"] }))
            .Message.ShouldBe(
                "At its start: the environment's program '/bin/sh -c echo one >&2; echo no such robot >&2; exit 5' ended with exit code 5 "
                    + "where an answer was due. Last lines of its error stream: one / no such robot");

    [Fact]
    public void Start_TextOnStandardOutput_IsQuoted()
        => Should.Throw<ExternalEnvironmentException>(
            () => ExternalFamily.Start(new ExternalOptions { Command = ["/bin/sh", "-c", "echo Welcome to the robot; cat >/dev/null"] }))
            .Message.ShouldContain("wrote text where an answer was due: \"Welcome to the robot\".");

    [Theory]
    [InlineData("command and connect", new[] { "a" }, "unix:/b", 1)]
    [InlineData("is needed", new string[0], null, 1)]
    [InlineData("found tcp:/b", new string[0], "tcp:/b", 1)]
    [InlineData("timeoutSeconds", new[] { "a" }, null, 0)]
    [InlineData("timeoutSeconds", new[] { "a" }, null, double.NaN)]
    [InlineData("may be empty", new[] { "a", "" }, null, 1)]
    public void Start_WrongOptions_Throws(string part, string[] command, string? connect, double seconds)
        => Should.Throw<ArgumentException>(() => ExternalFamily.Start(
            new ExternalOptions { Command = [.. command], Connect = connect, TimeoutSeconds = seconds })).Message.ShouldContain(part);

    [PythonTheory]
    [InlineData("start", "ended with exit code 1 where an answer was due. Last lines of its error stream: no such robot")]
    [InlineData("tuple", "has observations of the space Tuple; Box, Discrete and MultiDiscrete can be used")]
    [InlineData("wide", "announces actions of 2000 choices; at most 1024 in all can be used")]
    [InlineData("range", "drew slope = 5, outside of its announced range [0, 1]")]
    public void Start_UnusableProgram_SaysWhy(string fault, string sentence)
        => Should.Throw<ExternalEnvironmentException>(() => ExternalFamily.Start(Programs.Faulty(fault))).Message.ShouldContain(sentence);

    [PythonTheory]
    [InlineData("dies", "ended with exit code 3 where an answer was due. Last lines of its error stream: the motor burns / no power left")]
    [InlineData("raises", "says: ValueError: the wheel is off (faulty.py, line ")]
    [InlineData("nan", "sent an observation whose component 0 (of 0 to 0) is NaN; a finite number expected")]
    [InlineData("reward", "sent the reward Infinity; a finite number expected")]
    [InlineData("shape", "says: ValueError: observations have 2 numbers; 1 are announced")]
    public void Step_FaultyProgram_NamesTaskAndStep(string fault, string sentence)
    {
        using ExternalFamily family = ExternalFamily.Start(Programs.Faulty(fault));
        string message = Failure(family);
        message.ShouldStartWith("Line-v1, task 4 (slope = 0.25), step 30: the environment's program '");
        message.ShouldContain(sentence);
        message.ShouldNotContain('\n');
    }

    [PythonFact]
    public void Step_HangingProgram_IsStoppedInTimeAndFailsAgain()
    {
        using ExternalFamily family = ExternalFamily.Start(Programs.Faulty("hangs") with { TimeoutSeconds = 1 });
        string message = Failure(family);
        message.ShouldStartWith("Line-v1, task 4 (slope = 0.25), step 30: ");
        message.ShouldContain("did not answer within 1 s and was stopped (environment.timeoutSeconds). ");
        message.ShouldEndWith("Last lines of its error stream: waiting for a robot");
        family.SampleTask(Key, 0).Index.ShouldBe(0, "a new program is started");
    }

    /// <summary>Plays one episode of a family that fails in it.</summary>
    private static string Failure(ExternalFamily family)
    {
        MdpTask task = new() { EnvironmentId = family.Spec.Id, Index = 4, Parameters = [0.25] };
        using var scope = new Scope(family.Create(task, 2));
        string first = Should.Throw<ExternalEnvironmentException>(() => Transcript.Record(scope.Environment, [1, 0], Key)).Message;
        Should.Throw<ExternalEnvironmentException>(() => scope.Environment.Reset([0], Key, new Real[1])).Message.ShouldBe(first);
        return first;
    }
}
