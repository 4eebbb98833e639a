using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.Documentation;

/// <summary>A documentation comment says what something means and which values it has: a symbol alone says neither.</summary>
public sealed partial class ShortCommentTests
{
    [Fact]
    public void Comments_OfSources_SayMoreThanASymbol() => Repository.TextFiles
        .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
        .SelectMany(path => Repository.ReadLines(path).Index()
            .Where(line => Symbol().IsMatch(line.Item))
            .Select(line => $"{path}:{line.Index + 1} {line.Item.Trim()}"))
        .ShouldBeEmpty("State meaning and range.");

    [Theory]
    [InlineData("/// <summary>O.</summary>", true)]
    [InlineData("/// <param name=\"stepSize\">η.</param>", true)]
    [InlineData("/// <returns>√x.</returns>", true)]
    [InlineData("/// <param name=\"vector\">v. Shape [P].</param>", true)]
    [InlineData("/// <typeparam name=\"T\">T</typeparam>", true)]
    [InlineData("/// <summary>Step size η of the ascent, ≥ 0.</summary>", false)]
    [InlineData("/// <inheritdoc/>", false)]
    public void Symbol_Alone_IsRecognised(string line, bool isSymbol) => Symbol().IsMatch(line).ShouldBe(isSymbol);

    [GeneratedRegex(
        @"///\s*<(?<tag>summary|param|typeparam|returns|value)(\s[^>]*)?>\s*(.{1,3}?\s*</\k<tag>>|[^\s<]{1,3}\.\sShape)",
        RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Symbol();
}
