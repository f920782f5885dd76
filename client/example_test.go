package client_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/nutgraf/nutgraf/client"
)

// article is what the CMS has.
var article = client.Article{ID: "night-ferry", Text: ferry}

// example is a client of a service that the examples run against. In a CMS:
//
//	c, err := client.New("https://nutgraf.example.org", client.Options{Token: token})
func example() (c *client.Client, stop func()) {
	n, err := start(true)
	if err != nil {
		log.Fatal(err)
	}
	if c, err = client.New(n.url, client.Options{}); err != nil {
		log.Fatal(err)
	}
	return c, func() { _ = n.close() }
}

func ExampleClient_Draft() {
	c, stop := example()
	defer stop()
	summary, err := c.Draft(context.Background(), client.DraftRequest{Article: article, Options: client.DraftOptions{Desk: "city"}})
	if err != nil {
		log.Fatal(err)
	}
	first := summary.Takeaways[0]
	fmt.Println(summary.Status, summary.Article.Title)
	fmt.Println(first.ID, first.Text)
	fmt.Println("sentence", first.Evidence[0].Sentence)
	// Output:
	// draft Night ferry to close in March
	// t1 Corvel Bay council voted on Tuesday to close the night ferry in March
	// sentence 1
}

func ExampleClient_DraftStream() {
	c, stop := example()
	defer stop()
	for event, err := range c.DraftStream(context.Background(), client.DraftRequest{Article: article}) {
		if err != nil {
			log.Fatal(err)
		}
		switch {
		case event.Claim != nil:
			fmt.Println(event.Claim.ID)
		case event.Summary != nil:
			fmt.Println("done, version", event.Summary.Version)
		}
	}
	// Output:
	// why
	// t1
	// t2
	// t3
	// done, version 1
}

func ExampleClient_Edit() {
	c, stop := example()
	defer stop()
	ctx := context.Background()
	summary, err := c.Draft(ctx, client.DraftRequest{Article: article})
	if err != nil {
		log.Fatal(err)
	}
	_, err = c.Edit(ctx, summary.ID, summary.Version, []client.Change{
		{Op: "edit", Claim: "t1", Text: "The council voted 9 to 4 to close the night ferry."},
		{Op: "lock", Claim: "t1"},
	}, "the vote belongs on top")
	if err != nil {
		log.Fatal(err)
	}
	_, err = c.Approve(ctx, summary.ID, summary.Version, "")
	var problem *client.Problem
	if errors.As(err, &problem) {
		fmt.Println(problem.Status, problem.Code)
		fmt.Println(problem.Detail)
	}
	// Output:
	// 412 version_conflict
	// The summary is at version 2, and the change was made to version 1: load it again, and make the change anew
}

func ExampleClient_Submit() {
	c, stop := example()
	defer stop()
	ctx := context.Background()
	job, err := c.Submit(ctx, client.DraftRequest{Article: article, Key: "night-ferry, revision 1"})
	if err != nil {
		log.Fatal(err)
	}
	summary, err := c.WaitJob(ctx, job.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(summary.Version, summary.Article.ID)
	// Output: 1 night-ferry
}
