namespace Xmrl.Runs.Tests;

public sealed class FailureSentenceTests
{
    [Theory]
    [InlineData("argument")]
    [InlineData("range")]
    [InlineData("wrapped")]
    public void Of_ExceptionOfAnArgument_NamesNoParameter(string cause)
    {
        Exception error = cause switch
        {
            "argument" => new ArgumentException("Days are empty.", nameof(cause)),
            "range" => Should.Throw<ArgumentOutOfRangeException>(() => ArgumentOutOfRangeException.ThrowIfLessThan(1, 2, "days")),
            _ => new IOException($"prices.csv ({new ArgumentException("Days are empty.", nameof(cause)).Message}) is refused."),
        };
        error.Message.ShouldContain("(Parameter '");

        string sentence = FailureSentence.Of(error);

        sentence.ShouldNotContain("(Parameter");
        sentence.ShouldNotContain("\n");
        sentence.ShouldStartWith(
            cause switch
            {
                "argument" => "Days are empty.",
                "range" => "days ('1') must be",
                _ => "prices.csv (Days are empty.) is refused.",
            });
    }

    [Fact]
    public void Of_OtherText_StaysAsItIs()
        => FailureSentence.Of("A (Parameter of the law) is 'x'.\nTwo lines.").ShouldBe("A (Parameter of the law) is 'x'.\nTwo lines.");
}
